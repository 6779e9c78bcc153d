import { lstatSync, type Stats, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { counted, TapehaulError } from '@tapehaul/errors';

/** Result codes of SQLite: no room; a fault of the file system, which also says so where not even a page fits. */
const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
/** Where fewer bytes are free, a fault of the file system is for want of room. */
const NO_ROOM = 16_384;
/** Bytes that a record without a run takes, with its log, roughly. */
const LEAST_RECORD = 262_144;

/** The error of a record whose disk is full; else undefined. */
export function placeError(path: string, cause: Error): TapehaulError | undefined {
  if (!isFull(path, cause)) return undefined;
  const free = freeBytes(path);
  const needed = free !== undefined && free < LEAST_RECORD ? LEAST_RECORD : undefined;
  const least = needed === undefined ? '' : `, and a record needs at least ${counted(needed, 'byte')}`;
  const room = free === undefined ? '' : `: ${counted(free, 'byte')} free${least}`;
  const message = `the record ${path} cannot be written: the disk is full${room}`;
  return new TapehaulError('catalog_failed', message, {
    cause,
    facts: {
      path,
      ...(free === undefined ? {} : { free_bytes: free }),
      ...(needed === undefined ? {} : { needed_bytes: needed }),
    },
    hint: 'Free some space, or choose another output directory (--dir); tapehaul plan shows how much a collection needs. What was recorded stays true.',
  });
}

/**
 * Throws a TapehaulError `catalog_failed` where something else than a file has the name of a record, or of its log: a pipe
 * would be waited for, and what a symbolic link names may lie outside the output directory.
 */
export function refuseOtherThanFile(record: string): void {
  for (const path of [record, `${record}-wal`, `${record}-shm`]) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined || found.isFile()) continue;
    throw new TapehaulError('catalog_failed', `the record ${path} is ${kindOf(found)}, expected a file`, {
      facts: { path },
      hint: `Move it away, then run tapehaul repair ${dirname(dirname(path))}`,
    });
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isSymbolicLink()) return 'a symbolic link';
  return found.isFIFO() ? 'a pipe' : 'a special file';
}

function isFull(path: string, error: Error): boolean {
  const code = 'errcode' in error ? Number(error.errcode) & 0xff : 0;
  if (code !== SQLITE_IOERR) return code === SQLITE_FULL || ('code' in error && error.code === 'ENOSPC');
  return (freeBytes(path) ?? NO_ROOM) < NO_ROOM;
}

/** Free bytes for this user on the disk of a record; undefined where the file system does not report them. */
function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize, blocks } = statfsSync(dirname(path));
    return blocks === 0 ? undefined : bavail * bsize;
  } catch {
    return undefined;
  }
}
