import { constants } from 'node:fs';
import { copyFile, lstat, stat, utimes } from 'node:fs/promises';
import { sidecarKey, sidecarOwner } from '@tapehaul/archive';
import { checkBytes, type Engine, type Received } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { nothingThere } from '../file-digest.ts';

/** Files copied at once. */
const AT_ONCE = 16;

/**
 * An engine that brings objects from files of this machine: `pathOf` tells the path of each by its key. A sidecar that
 * does not stand beside its file comes from the archive, where that may be asked.
 */
export function folderEngine(pathOf: (key: string) => string | undefined, archive?: Engine): Engine {
  return {
    name: 'folder',
    capacity: AT_ONCE,
    async get(transfer, signal) {
      if (signal.aborted) throw stoppedBy(signal);
      const { key, path } = transfer;
      const owner = sidecarOwner(key);
      const file = pathOf(owner ?? key);
      const from = file && (owner === undefined ? file : sidecarKey(file));
      const found = from && (await lstat(from).catch(nothingThere));
      if (from && found) {
        // A pipe would be copied for ever, and what a symbolic link names is none of the folder.
        if (!found.isFile()) throw noFile(from, key, owner !== undefined);
        checkBytes(transfer, found.size);
        const received = await copied(from, path);
        if (received !== undefined) return received;
      }
      if (owner !== undefined && archive !== undefined) return archive.get(transfer, signal);
      throw new TapehaulError('not_found', `${key} is not in that folder`, { facts: { key } });
    },
    close: async () => archive?.close(),
  };
}

function noFile(file: string, key: string, isSidecar: boolean): TapehaulError {
  return new TapehaulError(isSidecar ? 'sidecar_invalid' : 'file_failed', `${file} is not a regular file`, {
    retry: 'never',
    facts: { key, file },
    hint: 'Something else stands at that path: move it away, then run the same command again.',
  });
}

/**
 * Copies a file, with its time: what the archive has replaced since then is seen to be newer. A copy shares blocks where
 * the file system can. Nothing where there is no such file.
 */
async function copied(from: string, to: string): Promise<Received | undefined> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    const { atime, mtime, size } = await stat(from);
    await utimes(to, atime, mtime);
    return { bytes: size, etag: null, lastModified: null, sha256: null, content: null };
  } catch (error) {
    return nothingThere(error) ?? undefined;
  }
}
