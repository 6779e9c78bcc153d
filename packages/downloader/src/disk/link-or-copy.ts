import { copyFile, link } from 'node:fs/promises';
import { errnoOf } from '../paths/errno.ts';

/** Gives a file a second name; where the file system has none, copies it. What has that name already stays. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return;
    if (!NO_LINKS.has(errnoOf(error))) throw error;
    await copyFile(from, to);
  }
}

const NO_LINKS: ReadonlySet<unknown> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EMLINK',
  'EXDEV',
  'ENOSYS',
]);
