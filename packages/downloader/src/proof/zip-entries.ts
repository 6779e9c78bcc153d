import { TapehaulError } from '@tapehaul/errors';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { type DataSpan, isSystemError } from '../sums/file-sums.ts';
import { bufferOver } from './buffer-over.ts';
import { notAZip } from './not-a-zip.ts';
import { checkEntryCount, checkInflated, checkOwnPlace } from './zip-limits.ts';

const STORED = 0;
const DEFLATED = 8;
/** Bytes that packing may add to content that cannot be packed, many times over. */
const SLACK = 1_024;

/** An entry of a zip: where its data lies, and what the zip states of its content. */
export interface ZipEntry extends DataSpan {
  readonly name: string;
  /** Bytes of the content. */
  readonly size: number;
  readonly crc: number;
}

/**
 * The entries of a zip, the bytes or the file at the path, at least one; `bytes` is its size. Reads its directory and what stands before each entry,
 * and inflates nothing. Throws a TapehaulError `not_a_zip` unless both are whole and agree; `zip_refused`
 * for one that no file of the archive is like: many entries, or content out of all proportion.
 */
export async function zipEntries(
  content: Uint8Array | string,
  bytes: number,
  signal: AbortSignal,
): Promise<ZipEntry[]> {
  try {
    const zip = await (typeof content === 'string'
      ? openPromise(content, { autoClose: false })
      : fromBufferPromise(bufferOver(content)));
    try {
      const entries: ZipEntry[] = [];
      for (const entry of await listedEntries(zip, bytes)) entries.push(await entryOf(zip, entry, bytes));
      return entries;
    } finally {
      zip.close();
    }
  } catch (cause) {
    if (cause instanceof TapehaulError || signal.aborted || isSystemError(cause)) throw cause;
    throw notAZip(`the zip is broken: ${cause instanceof Error ? cause.message : String(cause)}`, {}, cause);
  }
}

async function listedEntries(zip: ZipFile, bytes: number): Promise<Entry[]> {
  if (zip.entryCount === 0) throw notAZip('the zip is empty', {});
  checkEntryCount(zip.entryCount);
  let inflated = 0;
  const places = new Set<number>();
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    checkOwnPlace(entry.relativeOffsetOfLocalHeader, places);
    inflated += entry.uncompressedSize;
    checkInflated(inflated, bytes);
    entries.push(entry);
  }
  return entries;
}

async function entryOf(zip: ZipFile, entry: Entry, bytes: number): Promise<ZipEntry> {
  const { fileName: name, compressionMethod, compressedSize, uncompressedSize: size, crc32: crc } = entry;
  if (entry.isEncrypted() || (compressionMethod !== STORED && compressionMethod !== DEFLATED)) {
    throw notAZip(`${name} is packed in a way that the archive does not use`, { compressionMethod });
  }
  const { fileDataStart: start, fileName: local } = await zip.readLocalFileHeaderPromise(entry);
  // A program that reads from the front unpacks by the name at that place, which is checked here only.
  if (!local.equals(entry.fileNameRaw)) {
    throw notAZip(`${name} has another name before its data`, { local: local.toString('latin1') });
  }
  const end = start + compressedSize;
  if (end > bytes) throw notAZip(`the data of ${name} goes beyond the end of the file`, { end, bytes });
  const deflated = compressionMethod === DEFLATED;
  if (compressedSize > 2 * size + SLACK) {
    throw notAZip(`${name} takes ${compressedSize} bytes, and states that it has ${size}`, {
      compressedSize,
      size,
    });
  }
  if (!deflated && size !== compressedSize) {
    throw notAZip(`${name} is stored in ${compressedSize} bytes, and has ${size}`, { compressedSize, size });
  }
  return { name, start, end, deflated, most: size, size, crc };
}
