import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import pLimit from 'p-limit';
import { errnoOf } from '../paths/errno.ts';

/** Files made durable at once where each is done by itself. */
const AT_ONCE = 16;

/** Makes files outlive a power cut by themselves: each with its sidecar, and with the directories that lead to them. */
export class FileSync {
  readonly #root: string;
  /** The directories above the root, which may have been made for it. */
  #above: Promise<unknown> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** The result of each file, in the order of the paths: one that is missing fails no other. */
  async sync(paths: readonly string[]): Promise<PromiseSettledResult<void>[]> {
    const limit = pLimit(AT_ONCE);
    this.#above ??= Promise.allSettled(directoriesTo(dirname(this.#root), '').map(syncDirectory));
    await this.#above;
    const contents = await Promise.allSettled(paths.map((path) => limit(syncPair, path)));
    const directories = new Map<string, Promise<void>>();
    const syncOnce = (directory: string): Promise<void> => {
      const syncing = directories.get(directory) ?? limit(syncDirectory, directory);
      directories.set(directory, syncing);
      return syncing;
    };
    return Promise.allSettled(
      paths.map(async (path, index) => {
        const content = contents[index];
        if (content?.status === 'rejected') throw content.reason;
        await Promise.all(directoriesTo(dirname(path), this.#root).map(syncOnce));
      }),
    );
  }
}

/** Makes what a directory names durable, and the directories that lead to it from a root, all given as absolute paths. */
export async function syncDirectories(directory: string, root: string): Promise<void> {
  for (const path of directoriesTo(directory, root)) await syncDirectory(path);
}

/** A directory and those above it, up to the root or to that of the file system. */
function directoriesTo(directory: string, root: string): string[] {
  const above = dirname(directory);
  return directory === root || above === directory ? [directory] : [directory, ...directoriesTo(above, root)];
}

async function syncPair(path: string): Promise<void> {
  await syncOne(path);
  await syncOne(sidecarKey(path)).catch((error: unknown) => {
    // Not all have one.
    if (errnoOf(error) !== 'ENOENT') throw error;
  });
}

async function syncDirectory(path: string): Promise<void> {
  // Windows has no way to sync a directory, and no need of one.
  if (process.platform !== 'win32') await syncOne(path);
}

async function syncOne(path: string): Promise<void> {
  const file = await open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
