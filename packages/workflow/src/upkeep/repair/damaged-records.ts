import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  damagedRecordPath,
  isDamagedRecord,
  REPLACED,
  RUNS,
  recordPath,
  stateDirectory,
} from '../../directory.ts';
import { closeQuietly } from '../../record.ts';
import { type DamagedRecord, openDamaged, readCatalog } from '../../record-store.ts';

/** Name of the flow of repairs in the record. */
export const REPAIR_FLOW = 'repair';

/** Files that belong to a record: itself, its write-ahead log and its shared memory. */
const PARTS = ['', '-wal', '-shm'] as const;

/** Damaged records that are kept aside in an output directory. They are never deleted. */
export class DamagedRecords {
  readonly #root: string;
  newest: string | undefined;

  constructor(root: string) {
    this.#root = root;
    const folder = stateDirectory(root);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const last = names.filter(isDamagedRecord).sort().at(-1);
    this.newest = last === undefined ? undefined : join(folder, last);
  }

  /** Puts the record of the directory aside, under the time of now. */
  async keep(rename: (from: string, to: string) => Promise<void>): Promise<void> {
    const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
    const aside = damagedRecordPath(this.#root, stamp);
    const path = recordPath(this.#root);
    // The log first: without it nobody takes what is left for a whole record.
    for (const part of [...PARTS].reverse()) {
      if (existsSync(path + part)) await rename(path + part, aside + part);
    }
    this.newest = aside;
  }

  /** Opens the newest to read what is left of it; undefined where there is none, or nothing can be read. */
  open(): DamagedRecord | undefined {
    return this.newest === undefined ? undefined : openDamaged(this.newest);
  }

  /** What could not be read of it, in words. */
  unreadable(damaged: DamagedRecord | undefined): string[] {
    const tables = [...(damaged?.unread ?? [])].sort();
    return tables.map(
      (table) => `${TABLES[table] ?? table}, in whole or in part: the damaged record does not show them`,
    );
  }
}

const TABLES: Readonly<Record<string, string>> = {
  runs: `earlier runs (those in ${RUNS}/ are restored)`,
  versions: `former versions of files (those in ${REPLACED}/ are restored)`,
  objects: 'ETags and dates of files (those in manifests are restored)',
};

/** Whether the latest repair of a sound record did not end. */
export async function isRepairUnfinished(path: string): Promise<boolean> {
  if (!existsSync(path)) return true;
  const record = readCatalog(path);
  try {
    const [last] = (await record.runs({ flow: REPAIR_FLOW, limit: 1 })).rows;
    return last !== undefined && last.state !== 'Completed';
  } finally {
    closeQuietly(record);
  }
}

/** Whether a sound record knows of any run. */
export async function hasRuns(path: string): Promise<boolean> {
  const record = readCatalog(path);
  try {
    return (await record.runs({ limit: 1 })).rows.length > 0;
  } finally {
    closeQuietly(record);
  }
}
