import { glob } from 'node:fs/promises';
import { sep } from 'node:path';
import type { RecordStore } from '@tapehaul/catalog';
import { findRecord } from './file/find-record.ts';
import { RECORD, recordPath } from './file/record-path.ts';
import { readUpToDate } from './reader/open-reader.ts';
import { openDamaged } from './repair/damaged-record.ts';
import { keptAside, setAside } from './repair/kept-aside.ts';
import { holderOf } from './repair/record-holders.ts';
import { recordState } from './repair/record-state.ts';
import { restoreRuns } from './repair/restore-runs.ts';
import { openUpToDate } from './writer/open-catalog.ts';

/** Keeps the record of an output directory in a SQLite file in it; an owner lives while its process does. */
export const sqliteRecords: RecordStore = {
  locate: recordPath,
  find: async (root) => findRecord(root),
  async below(root) {
    const found = await Array.fromAsync(glob(`*/**/${RECORD}`, { cwd: root }));
    return found.map((path) => path.split(sep).join('/').slice(0, -`/${RECORD}`.length));
  },
  open: async (root) => openUpToDate(recordPath(root)),
  read: async (root) => readUpToDate(recordPath(root)),
  inspect: async (root) => recordState(recordPath(root)),
  heldBy: (root) => holderOf(recordPath(root)),
  keptAside: async (root) => keptAside(root),
  setAside,
  async openDamaged(root) {
    const kept = keptAside(root);
    return kept === undefined ? undefined : openDamaged(kept);
  },
  restoreRuns: async (root, runs) => restoreRuns(recordPath(root), runs),
};
