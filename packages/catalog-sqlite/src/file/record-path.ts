import { join } from 'node:path';

/** Folder of tapehaul's own files in an output directory. */
const STATE = '.tapehaul';

/** The record, below its output directory, with forward slashes. */
export const RECORD = `${STATE}/catalog.db`;

/** Path of the SQLite file that keeps the record of an output directory. */
export function recordPath(root: string): string {
  return join(root, RECORD);
}

/** Path of the folder in which damaged records are kept. */
export function damagedRecordsFolder(root: string): string {
  return join(root, STATE);
}

/** Path at which a damaged record is kept; `stamp` is the time of that, without separators. */
export function damagedRecordPath(root: string, stamp: string): string {
  return join(damagedRecordsFolder(root), `catalog.malformed-${stamp}.db`);
}

/** Whether a file of that folder is a damaged record. */
export function isDamagedRecord(name: string): boolean {
  return /^catalog\.malformed-.*\.db$/.test(name);
}
