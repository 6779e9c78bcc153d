import { lstat } from 'node:fs/promises';
import { TapehaulError } from '@tapehaul/errors';

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
