import { lstatSync, renameSync, rmSync } from 'node:fs';
import { checkBytes, type Received, type Transfer } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';

/**
 * Moves the file that s5cmd reports to the path of its transfer, once it was seen to be there with the
 * reported size. Throws a TapehaulError: `no_result` when it is not so, `too_large` when it has more bytes than it may have, or an errno of the file system, and
 * then the path is untouched. Synchronous, since these two calls cost a tenth of their asynchronous forms and
 * run once for each object.
 */
export function takeOver(transfer: Transfer, part: string, bytes: number): Received {
  const { key, path } = transfer;
  const found = lstatSync(part, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size !== bytes) {
    const seen = found === undefined ? 'no file is there' : `the file has ${found.size}`;
    throw new TapehaulError('no_result', `${key}: s5cmd reports ${bytes} bytes, but ${seen}`, {
      facts: { key, reported: bytes, found: found?.size ?? null },
      hint: 'Something else may write to the staging directory.',
    });
  }
  checkBytes(transfer, bytes);
  renameSync(part, path);
  return { bytes, etag: null, lastModified: null, sha256: null, content: null };
}

/** Removes a file that is not needed; one that cannot be removed, or is none, stays. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The end of the process sweeps once more, and the staging directory is temporary.
  }
}
