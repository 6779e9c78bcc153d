import { existsSync, readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { damagedRecordPath, damagedRecordsFolder, isDamagedRecord, recordPath } from '../file/record-path.ts';

/** Files that belong to a record: itself, its write-ahead log and its shared memory. */
const PARTS = ['', '-wal', '-shm'] as const;

/** Path of the newest damaged record that is kept in an output directory; undefined when there is none. */
export function keptAside(root: string): string | undefined {
  const folder = damagedRecordsFolder(root);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const newest = names.filter(isDamagedRecord).sort().at(-1);
  return newest === undefined ? undefined : join(folder, newest);
}

/** Puts the record of an output directory aside, under the time of now, and gives its path there. */
export async function setAside(root: string): Promise<string> {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const aside = damagedRecordPath(root, stamp);
  const path = recordPath(root);
  // The log first: without it, what is left cannot be taken for a whole record.
  for (const part of [...PARTS].reverse()) {
    if (existsSync(path + part)) await rename(path + part, aside + part);
  }
  return aside;
}
