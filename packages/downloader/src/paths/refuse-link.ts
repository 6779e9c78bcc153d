import { lstat, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { errnoOf } from './errno.ts';
import { isBelow } from './require-place.ts';

/**
 * Rejects with a TapehaulError `target_blocked` when a path is a symbolic link. For directories whose content is removed
 * without being requested: another user of a shared folder could make that a folder of another user.
 */
export async function refuseLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isSymbolicLink() !== true) return;
  throw new TapehaulError('target_blocked', `${path} is a symbolic link`, {
    facts: { path },
    hint: 'tapehaul removes files of its own there, so it must be a real directory: remove the link, then run the same command again.',
  });
}

/** Rejects with a TapehaulError `target_blocked` when a directory, with its links followed, is not below the root. */
export async function requireBelow(root: string, directory: string): Promise<void> {
  const realRoot = await realpath(root);
  const real = await realpath(directory).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
  });
  // What is yet to be made is where its parent is.
  if (real === undefined && directory !== root) return requireBelow(root, dirname(directory));
  if (real === undefined) return;
  if (isBelow(realRoot, real)) return;
  throw new TapehaulError('target_blocked', `${directory} is a link that leads out of ${root}`, {
    facts: { directory },
    hint: 'Remove the link, then run the same command again.',
  });
}

/** The error `target_blocked` of a directory that is a link to another file system, or a mount of one. */
export function otherFileSystem(directory: string, cause: unknown): TapehaulError {
  const message = `${directory} is on another file system than the staging directory, from which files are renamed`;
  return new TapehaulError('target_blocked', message, {
    cause,
    facts: { directory },
    hint: 'Keep all of the output directory on one file system: link or mount the whole of it elsewhere, not a part.',
  });
}
