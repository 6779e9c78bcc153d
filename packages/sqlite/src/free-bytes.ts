import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Free bytes for this user on the disk of a file; undefined where the file system does not report them. */
export function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize, blocks } = statfsSync(dirname(path));
    return blocks === 0 ? undefined : bavail * bsize;
  } catch {
    return undefined;
  }
}
