import { Readable } from 'node:stream';
import { crc32, inflateRawSync } from 'node:zlib';
import { TapehaulError } from '@tapehaul/errors';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { bufferOver } from './buffer-over.ts';
import { fileChunks } from './file-chunks.ts';
import { type ContentSum, sumOf, sumOfInflated } from './inflated-crc.ts';
import { checkEntryCount, checkInflated, checkOwnPlace } from './zip-limits.ts';

const LOCAL_FILE_HEADER = 'PK\u0003\u0004';
const STORED = 0;
const DEFLATED = 8;
/** Entries up to this size, in bytes, are inflated in one go; for small ones that takes a third of the time. */
const IN_ONE_GO = 8 * 2 ** 20;
/** Room beyond the stated size, in bytes: without any, zlib requests another chunk to find that it is done. */
const SLACK = 64;

/**
 * Throws a TapehaulError `not_a_zip` unless the bytes begin as a zip does: catches HTML and XML pages that a
 * server or proxy sent with status 200.
 */
export function checkBeginning(bytes: Uint8Array): void {
  const beginning = bufferOver(bytes).toString('latin1', 0, 64);
  if (beginning.startsWith(LOCAL_FILE_HEADER)) return;
  const page = /^\s*</.test(beginning);
  throw notAZip(page ? 'the server sent an HTML or XML page with status 200' : 'the file is not a zip', {
    beginning,
  });
}

/**
 * Throws a TapehaulError `not_a_zip` unless the bytes, or the file at the path, are a whole zip of at least
 * one entry and the content of every entry has the CRC-32 and size that the zip states; `zip_refused`, before anything is
 * inflated, for one that no file of the archive is like: many entries, or content out of all proportion. `bytes` is its
 * size.
 */
export async function checkZip(
  content: Uint8Array | string,
  bytes: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    const zip = await (typeof content === 'string'
      ? openPromise(content, { autoClose: false })
      : fromBufferPromise(bufferOver(content)));
    try {
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
      for (const entry of entries) await checkEntry(zip, entry, content, signal);
    } finally {
      zip.close();
    }
  } catch (cause) {
    if (cause instanceof TapehaulError || signal.aborted || isSystemError(cause)) throw cause;
    throw notAZip(`the zip is broken: ${cause instanceof Error ? cause.message : String(cause)}`, {}, cause);
  }
}

/** An error of the file system, which says nothing of the file's content. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** Where the data of an entry lies, and what comes out of it. */
async function checkEntry(
  zip: ZipFile,
  entry: Entry,
  content: Uint8Array | string,
  signal: AbortSignal,
): Promise<void> {
  const { fileName, compressionMethod, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted() || (compressionMethod !== STORED && compressionMethod !== DEFLATED)) {
    throw notAZip(`${fileName} is packed in a way that the archive does not use`, { compressionMethod });
  }
  const { fileDataStart: start, fileName: local } = await zip.readLocalFileHeaderPromise(entry);
  // A program that reads from the front unpacks by the name at that place, which is checked here only.
  if (!local.equals(entry.fileNameRaw)) {
    throw notAZip(`${fileName} has another name before its data`, { local: local.toString('latin1') });
  }
  const end = start + compressedSize;
  const found =
    typeof content !== 'string' && uncompressedSize <= IN_ONE_GO
      ? sumInOneGo(content.subarray(start, end), entry)
      : await sumInChunks(content, { start, end }, entry, signal);
  if (found.size === uncompressedSize && found.crc === entry.crc32) return;
  const expected = { size: uncompressedSize, crc: entry.crc32 };
  throw notAZip(`size or CRC of ${fileName} differ`, { expected, found });
}

function sumInOneGo(data: Uint8Array, { compressionMethod, uncompressedSize: size }: Entry): ContentSum {
  const options = { chunkSize: size + SLACK, maxOutputLength: size + SLACK };
  const whole = compressionMethod === STORED ? data : inflateRawSync(data, options);
  return { size: whole.length, crc: crc32(whole) };
}

function sumInChunks(
  content: Uint8Array | string,
  span: { readonly start: number; readonly end: number },
  { compressionMethod, uncompressedSize }: Entry,
  signal: AbortSignal,
): Promise<ContentSum> {
  const chunks =
    typeof content === 'string'
      ? fileChunks(content, span, signal)
      : Readable.from([content.subarray(span.start, span.end)]);
  return compressionMethod === STORED ? sumOf(chunks) : sumOfInflated(chunks, uncompressedSize);
}

function notAZip(message: string, facts: Readonly<Record<string, unknown>>, cause?: unknown): TapehaulError {
  const hint = 'It is fetched again; if it stays broken, the archive itself holds a broken file.';
  return new TapehaulError('not_a_zip', message, { facts, cause, hint });
}
