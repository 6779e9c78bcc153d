import { lstatSync, type Stats } from 'node:fs';

/** A path where a file of a database is expected, and what has that path. */
export interface OtherThanFile {
  readonly path: string;
  /** Such as `a symbolic link`. */
  readonly kind: string;
}

/**
 * What has the name of a database, or of its log, and is no file: a pipe would be waited for, and what a symbolic link names
 * may lie elsewhere. Undefined when all of them are files or missing.
 */
export function otherThanFile(database: string): OtherThanFile | undefined {
  for (const path of [database, `${database}-wal`, `${database}-shm`]) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) return { path, kind: kindOf(found) };
  }
  return undefined;
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isSymbolicLink()) return 'a symbolic link';
  return found.isFIFO() ? 'a pipe' : 'a special file';
}
