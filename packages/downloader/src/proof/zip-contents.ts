import { Readable } from 'node:stream';
import { crc32, inflateRawSync } from 'node:zlib';
import { type SpanSum, spanSum } from '../sums/file-sums.ts';
import { notAZip } from './not-a-zip.ts';
import type { ZipEntry } from './zip-entries.ts';

/** Entries up to this size, in bytes, are inflated in one go; for small ones that takes a third of the time. */
const IN_ONE_GO = 8 * 2 ** 20;
/** Room beyond the stated size, in bytes: without any, zlib requests another chunk to find that it is done. */
const SLACK = 64;

/**
 * Throws a TapehaulError `not_a_zip` unless what came out of each entry has the size and the CRC-32 that the zip states.
 */
export function checkContents(entries: readonly ZipEntry[], sums: readonly SpanSum[]): void {
  for (const [index, { name, size, crc }] of entries.entries()) {
    const found = sums[index] ?? { broken: 'it was not read' };
    if ('broken' in found) throw notAZip(`the zip is broken: ${found.broken}`, { entry: name });
    if (found.size === size && found.crc === crc) continue;
    throw notAZip(`size or CRC of ${name} differ`, { expected: { size, crc }, found });
  }
}

/** What comes out of the entries of a zip in memory. */
export function contentsOf(
  zip: Uint8Array,
  entries: readonly ZipEntry[],
  signal: AbortSignal,
): Promise<SpanSum[]> {
  return Promise.all(
    entries.map((entry) => {
      const data = zip.subarray(entry.start, entry.end);
      return entry.size <= IN_ONE_GO
        ? sumInOneGo(data, entry)
        : spanSum(Readable.from([data]), entry, signal);
    }),
  );
}

function sumInOneGo(data: Uint8Array, { deflated, size }: ZipEntry): SpanSum {
  const options = { chunkSize: size + SLACK, maxOutputLength: size + SLACK };
  try {
    const whole = deflated ? inflateRawSync(data, options) : data;
    return { size: whole.length, crc: crc32(whole) };
  } catch (cause) {
    return { broken: cause instanceof Error ? cause.message : String(cause) };
  }
}
