import type { DatabaseSync } from 'node:sqlite';
import { isAlive } from '@tapehaul/sqlite';
import { ownerProcess, RUN_COLUMNS } from '../rows/rows.ts';
import { inUse } from './in-use.ts';

/** The first schema in which an owner is known by the start of its process. */
const OWNER_SCHEMA = 3;

/**
 * Throws a TapehaulError `output_in_use` while a living process of an older tapehaul owns a run: it would fail on tables that
 * were changed under it.
 */
export function refuseWhileOwned(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version < OWNER_SCHEMA) return;
  const open = database.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE ended_at IS NULL`).all();
  const owned = open.find((row) => isAlive(String(row.run_id), ownerProcess(row)));
  if (owned !== undefined) throw inUse(owned, path);
}
