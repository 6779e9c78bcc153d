import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../paths/errno.ts';

/**
 * Makes a directory and those above it, one by one: the recursive call of Node never returns below `/proc`, and says of a
 * read-only file system that a directory does not exist. Rejects with the error of the one that could not be made.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' && dirname(path) !== path) {
      await makeDirectory(dirname(path));
      await mkdir(path).catch((again: unknown) => unlessDirectory(path, again));
    } else await unlessDirectory(path, error);
  }
}

/** Throws the error unless the directory exists anyway. */
async function unlessDirectory(path: string, error: unknown): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) throw error;
}
