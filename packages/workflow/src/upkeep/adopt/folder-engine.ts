import { type FileHandle, lstat, rm } from 'node:fs/promises';
import { sidecarKey, sidecarOwner } from '@tapehaul/archive';
import { checkBytes, type Engine } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { openRegular } from '../../result/regular-file.ts';
import { nothingThere } from '../file-digest.ts';
import { copyOpen } from './copy-file.ts';

/** Files copied at once. */
const AT_ONCE = 16;

/**
 * An engine that brings objects from files of this machine: `pathOf` gives the path of each by its key. A sidecar that
 * does not stand beside its file comes from the archive, where that may be used. So does one that is requested again, since it has put
 * its file in doubt: what stands beside a file may be old, or broken. It counts where the archive brings none.
 */
export function folderEngine(pathOf: (key: string) => string | undefined, archive?: Engine): Engine {
  const brought = new Set<string>();
  return {
    name: 'folder',
    capacity: AT_ONCE,
    async get(transfer, signal) {
      if (signal.aborted) throw stoppedBy(signal);
      const { key, path } = transfer;
      const owner = sidecarOwner(key);
      const file = pathOf(owner ?? key);
      if (owner !== undefined && archive !== undefined && brought.has(key)) {
        const again = await archive.get(transfer, signal).catch(unless(signal));
        if (again !== undefined) return again;
      }
      const from = file && (owner === undefined ? file : sidecarKey(file));
      const handle = from && (await opened(from, key, owner !== undefined));
      if (handle) {
        try {
          checkBytes(transfer, (await handle.stat()).size);
          const bytes = await copyOpen(handle, path, signal);
          if (owner !== undefined) brought.add(key);
          return { bytes, etag: null, lastModified: null, sha256: null, content: null };
        } catch (thrown) {
          await rm(path, { force: true });
          throw signal.aborted ? stoppedBy(signal) : thrown;
        } finally {
          await handle.close();
        }
      }
      if (owner !== undefined && archive !== undefined) return archive.get(transfer, signal);
      throw new TapehaulError('not_found', `${key} is not in that folder`, { facts: { key } });
    },
    close: async () => archive?.close(),
  };
}

/**
 * Opens a file of the folder; null where it is gone. Rejects where something else stands there: a pipe would be copied for
 * ever, and what a symbolic link names is none of the folder. It is checked again once it is open, since the folder may change.
 */
async function opened(file: string, key: string, isSidecar: boolean): Promise<FileHandle | null> {
  const found = await lstat(file).catch(nothingThere);
  if (found === null) return null;
  if (!found.isFile()) throw noFile(file, key, isSidecar);
  return openRegular(file, { follows: false }).catch((thrown) => {
    if (thrown instanceof TapehaulError) throw noFile(file, key, isSidecar);
    return nothingThere(thrown);
  });
}

function noFile(file: string, key: string, isSidecar: boolean): TapehaulError {
  return new TapehaulError(isSidecar ? 'sidecar_invalid' : 'file_failed', `${file} is not a regular file`, {
    retry: 'never',
    facts: { key, file },
    hint: 'Something else stands at that path: move it away, then run the same command again.',
  });
}

/** Treats any error as no answer, unless the signal caused it. */
function unless(signal: AbortSignal): () => undefined {
  return () => {
    if (signal.aborted) throw stoppedBy(signal);
  };
}
