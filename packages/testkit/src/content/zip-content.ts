import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { type ArchiveObject, formatKey } from '@tapehaul/archive';
import { candlesCsv } from './candles-csv.ts';
import { randomBytesOf } from './random-bytes.ts';
import { zipFrame } from './zip-frame.ts';

/** Writes the zip of an object to a path; gives its SHA-256 as 64 hex digits. */
export type ZipContent = (object: ArchiveObject, entryName: string, path: string) => Promise<string>;

/** A day of 15m candles, 96 rows, deflated: some 5.7 kB, as in the archive. */
export const quarterHours: ZipContent = (object, name, path) => {
  const csv = Buffer.from(candlesCsv(formatKey(object), object.period, 96));
  const deflated = deflateRawSync(csv);
  const sizes = { compressedSize: deflated.length, size: csv.length };
  const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc32(csv), ...sizes });
  return write(path, [head, deflated, tail]);
};

/**
 * Random bytes of that size, stored and never held whole in memory. Checking such a zip costs a digest and a
 * CRC but, unlike that of a real one, no inflating.
 */
export function storedBytes(size: number): ZipContent {
  return (object, name, path) => {
    const content = (): Generator<Buffer> => randomBytesOf(formatKey(object), size);
    let crc = 0;
    for (const chunk of content()) crc = crc32(chunk, crc);
    const { head, tail } = zipFrame({ name, method: 'stored', crc32: crc, compressedSize: size, size });
    return write(path, framed(head, content(), tail));
  };
}

function* framed(head: Buffer, content: Iterable<Buffer>, tail: Buffer): Generator<Buffer> {
  yield head;
  yield* content;
  yield tail;
}

async function write(path: string, chunks: Iterable<Buffer>): Promise<string> {
  const digest = createHash('sha256');
  await using file = await open(path, 'w');
  for (const chunk of chunks) {
    digest.update(chunk);
    await file.writeFile(chunk);
  }
  return digest.digest('hex');
}
