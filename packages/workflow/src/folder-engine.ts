import { constants } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { sidecarKey, sidecarOwner } from '@tapehaul/archive';
import type { Engine, Received, Transfer } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';

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
      const { key } = transfer;
      const owner = sidecarOwner(key);
      const file = pathOf(owner ?? key);
      const found = file && (await copied(owner === undefined ? file : sidecarKey(file), transfer));
      if (found !== undefined && found !== '') return found;
      if (owner !== undefined && archive !== undefined) return archive.get(transfer, signal);
      throw new TapehaulError('not_found', `${key} is not in that folder`, { facts: { key } });
    },
    close: async () => archive?.close(),
  };
}

/** Hands over a small file and copies a large one; nothing where there is none. A copy shares blocks where the file system can. */
async function copied(from: string, { path, inMemoryUpTo = 0 }: Transfer): Promise<Received | undefined> {
  const unknown = { etag: null, lastModified: null, sha256: null };
  try {
    const { size } = await stat(from);
    if (size <= inMemoryUpTo) return { ...unknown, bytes: size, content: await readFile(from) };
    await copyFile(from, path, constants.COPYFILE_FICLONE);
    return { ...unknown, bytes: size, content: null };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
