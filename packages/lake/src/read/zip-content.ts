import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { type ZipEntry, zipEntries } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';

/** Zips up to this size, in bytes, are read in one go, and entries inflated so, which takes less time than a stream. */
const IN_ONE_GO = 4 * 2 ** 20;
/** Room beyond the stated size, in bytes: without any, zlib requests another chunk to find that it is done. */
const SLACK = 64;
/** Bytes of the zip that are read at once, and bytes that are inflated at once. */
const READ = 256 * 1_024;
const INFLATED = 512 * 1_024;

/** A zip of the archive on disk. */
export interface ZipFile {
  /** Absolute path. */
  readonly path: string;
  /** Bytes that it had when it was proved. */
  readonly bytes: number;
}

/**
 * The content of the one entry of a zip, in chunks, in bounded memory whatever its size. The last chunk is followed by the end only if size and
 * CRC-32 are as the zip states; what was yielded before a rejection is not to be used.
 *
 * Rejects with a TapehaulError: `not_a_zip` for a broken zip, one of other than one entry, or other content than it states; `zip_refused`
 * for a zip bomb; `size_mismatch` when the file no longer has its proved size; `file_failed` and the like when it cannot be read;
 * `cancelled` soon once the signal aborts.
 */
export async function* zipContent(zip: ZipFile, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
  try {
    const whole = zip.bytes <= IN_ONE_GO ? await wholeZip(zip, signal) : await unreadZip(zip);
    yield* checkedContent(zip, whole, await onlyEntry(zip, whole, signal), signal);
  } catch (thrown) {
    throw signal.aborted ? stoppedBy(signal) : asTapehaulError(thrown);
  }
}

/** The bytes of a small zip. */
async function wholeZip(zip: ZipFile, signal: AbortSignal): Promise<Buffer> {
  const whole = await readFile(zip.path, { signal });
  requireSize(zip, whole.length);
  return whole;
}

/** Checks a zip that is not to be in memory, and gives nothing. */
async function unreadZip(zip: ZipFile): Promise<undefined> {
  requireSize(zip, (await stat(zip.path)).size);
}

function requireSize({ path, bytes }: ZipFile, found: number): void {
  if (found === bytes) return;
  const hint = 'The file changed after it was proved. Run tapehaul verify, then build again.';
  const facts = { path, expected: bytes, found };
  throw new TapehaulError('size_mismatch', `${path} has ${found} bytes, expected ${bytes}`, { facts, hint });
}

async function onlyEntry(
  { path, bytes }: ZipFile,
  whole: Buffer | undefined,
  signal: AbortSignal,
): Promise<ZipEntry> {
  const [entry, ...others] = await zipEntries(whole ?? path, bytes, signal);
  if (entry !== undefined && others.length === 0) return entry;
  const names = [entry, ...others].map((of) => of?.name);
  throw broken(path, `has ${names.length} entries, expected 1`, { names });
}

async function* checkedContent(
  { path }: ZipFile,
  whole: Buffer | undefined,
  entry: ZipEntry,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  let size = 0;
  let crc = 0;
  for await (const chunk of inflated(path, whole, entry, signal)) {
    // What is inflated already would come all the same.
    signal.throwIfAborted();
    size += chunk.length;
    crc = crc32(chunk, crc);
    if (size > entry.size) break;
    yield chunk;
  }
  if (size === entry.size && crc === entry.crc) return;
  const expected = { size: entry.size, crc: entry.crc };
  throw broken(path, `holds other content than it states in ${entry.name}: size or CRC-32 differ`, {
    expected,
    found: { size, crc },
  });
}

async function* inflated(
  path: string,
  whole: Buffer | undefined,
  entry: ZipEntry,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  if (entry.start === entry.end) return;
  try {
    if (whole !== undefined && entry.size <= IN_ONE_GO) {
      yield inOneGo(whole, entry);
    } else {
      yield* streamed(path, entry, signal);
    }
  } catch (cause) {
    if (!isOfZlib(cause)) throw cause;
    throw broken(path, `cannot be inflated: ${cause.message}`, { entry: entry.name }, cause);
  }
}

function inOneGo(whole: Buffer, { start, end, size, deflated }: ZipEntry): Buffer {
  const data = whole.subarray(start, end);
  return deflated ? inflateRawSync(data, { chunkSize: size + SLACK, maxOutputLength: size + SLACK }) : data;
}

async function* streamed(path: string, { start, end, deflated }: ZipEntry, signal: AbortSignal) {
  const source = createReadStream(path, { start, end: end - 1, highWaterMark: READ, signal });
  const content: Readable = deflated
    ? pipeline(source, createInflateRaw({ chunkSize: INFLATED }), () => {})
    : source;
  for await (const chunk of content) yield chunk as Buffer;
}

/** An error of zlib, such as Z_DATA_ERROR, or of content larger than a buffer of the stated size. */
function isOfZlib(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error && 'code' in error)) return false;
  return String(error.code).startsWith('Z_') || error.code === 'ERR_BUFFER_TOO_LARGE';
}

function broken(
  path: string,
  what: string,
  facts: Readonly<Record<string, unknown>>,
  cause?: unknown,
): TapehaulError {
  const hint = 'Run tapehaul verify --deep, which finds damaged files, then collect it again.';
  return new TapehaulError('not_a_zip', `${path} ${what}`, { facts: { path, ...facts }, cause, hint });
}
