import { constants, createWriteStream } from 'node:fs';
import { copyFile, type FileHandle, utimes, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** Bytes that are read at once. */
const CHUNK = 1_048_576;

/**
 * Copies a file that is open, with its time: what the archive has replaced since then is seen to be newer. Gives the bytes
 * that were copied: at most those that it has now, also where somebody writes to it for ever. A copy shares blocks where the
 * file system can.
 */
export async function copyOpen(handle: FileHandle, to: string, signal: AbortSignal): Promise<number> {
  const { atime, mtime, size } = await handle.stat();
  let bytes = size;
  if (!(await isCloned(handle, to))) {
    await writeFile(to, '');
    const read =
      size === 0
        ? null
        : handle.createReadStream({ autoClose: false, start: 0, end: size - 1, highWaterMark: CHUNK });
    if (read !== null) await pipeline(read, createWriteStream(to), { signal });
    bytes = read?.bytesRead ?? 0;
  }
  await utimes(to, atime, mtime);
  return bytes;
}

/** Whether a file could be copied by sharing its blocks. By its handle, since another may have its name by now. */
async function isCloned(handle: FileHandle, to: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await copyFile(`/proc/self/fd/${handle.fd}`, to, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  }
}
