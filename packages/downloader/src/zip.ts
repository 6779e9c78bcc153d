import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { TapehaulError } from '@tapehaul/errors';
import { type Entry, openPromise, type ZipFile } from 'yauzl';

const LOCAL_FILE_HEADER = 'PK\u0003\u0004';

/** SHA-256 of a file as 64 hex digits. */
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}

/**
 * Throws a TapehaulError `not_a_zip` unless the file begins as a zip does: catches HTML and XML pages that a
 * server or proxy sent with status 200.
 */
export async function checkBeginning(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const beginning = buffer.subarray(0, bytesRead).toString('latin1');
    if (beginning.startsWith(LOCAL_FILE_HEADER)) return;
    const page = /^\s*</.test(beginning);
    throw notAZip(page ? 'the server sent an HTML or XML page with status 200' : 'the file is not a zip', {
      beginning,
    });
  } finally {
    await file.close();
  }
}

/**
 * Throws a TapehaulError `not_a_zip` unless the file is a whole zip of at least one entry and the content of
 * every entry has the CRC-32 and size that the zip states.
 */
export async function checkZip(path: string, signal: AbortSignal): Promise<void> {
  try {
    await checkEntries(await openPromise(path, { autoClose: false }), signal);
  } catch (cause) {
    if (cause instanceof TapehaulError || signal.aborted || isSystemError(cause)) throw cause;
    throw notAZip(`the zip is broken: ${cause instanceof Error ? cause.message : String(cause)}`, {}, cause);
  }
}

/** An error of the file system, which says nothing of the file's content. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

async function checkEntries(zip: ZipFile, signal: AbortSignal): Promise<void> {
  try {
    if (zip.entryCount === 0) throw notAZip('the zip is empty', {});
    for await (const entry of zip.eachEntry()) await checkEntry(zip, entry, signal);
  } finally {
    zip.close();
  }
}

async function checkEntry(zip: ZipFile, entry: Entry, signal: AbortSignal): Promise<void> {
  const content = await zip.openReadStreamPromise(entry);
  let crc = 0;
  for await (const chunk of content) {
    crc = crc32(chunk as Buffer, crc);
    signal.throwIfAborted();
  }
  if (crc !== entry.crc32) {
    throw notAZip(`the CRC of ${entry.fileName} differs`, { expected: entry.crc32, found: crc });
  }
}

function notAZip(message: string, facts: Readonly<Record<string, unknown>>, cause?: unknown): TapehaulError {
  const hint = 'It is fetched again; if that goes on, the archive itself holds a broken file.';
  return new TapehaulError('not_a_zip', message, { facts, cause, hint });
}
