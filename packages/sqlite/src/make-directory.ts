import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a directory and those above it, one by one: the recursive call of Node never returns below `/proc`. Throws the
 * error of the one that could not be made.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && dirname(path) !== path) {
      makeDirectory(dirname(path));
      makeLast(path);
    } else unlessDirectory(path, error);
  }
}

function makeLast(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    unlessDirectory(path, error);
  }
}

/** Throws the error unless there is a directory all the same. */
function unlessDirectory(path: string, error: unknown): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
}
