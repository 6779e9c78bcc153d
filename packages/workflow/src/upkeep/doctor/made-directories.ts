import { existsSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Removes directories from the inner one to the outer one, unless somebody has put something there meanwhile. */
export async function removeEmpty(inner: string, outer: string): Promise<void> {
  for (let path = inner; path.length >= outer.length; path = dirname(path)) await rmdir(path).catch(() => {});
}

/** The outermost directory on the way to one that is missing; undefined where none is. */
export function firstMissing(directory: string): string | undefined {
  if (existsSync(directory)) return undefined;
  return firstMissing(dirname(directory)) ?? directory;
}
