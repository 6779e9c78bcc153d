import { dirname } from 'node:path';
import { counted, TapehaulError } from '@tapehaul/errors';
import { freeBytes, isFull, otherThanFile } from '@tapehaul/sqlite';

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
  const other = otherThanFile(record);
  if (other === undefined) return;
  const { path, kind } = other;
  throw new TapehaulError('catalog_failed', `the record ${path} is ${kind}, expected a file`, {
    facts: { path },
    hint: `Move it away, then run tapehaul repair ${dirname(dirname(path))}`,
  });
}
