import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { recordUpdates } from '@tapehaul/catalog';
import { transaction } from '@tapehaul/sqlite';
import { guarded } from '../file/guarded.ts';
import { CellFill, isFillPending } from './fill-cells.ts';

/** How long others may write between two turns, as a share of a turn: SQLite has no queue, they have to meet the pause. */
const PAUSE = 0.5;

/**
 * Fills the cells of an open record that an earlier version made, in short transactions between which other processes write and
 * this one does something else; publishes each to `recordUpdates`. A process that is killed loses one of them. Closes the database and
 * throws a TapehaulError where that fails.
 */
export async function fillInTurns(database: DatabaseSync, path: string): Promise<void> {
  try {
    if (!guarded(path, () => isFillPending(database))) return;
    const fill = new CellFill(database);
    for (;;) {
      const began = performance.now();
      const progress = guarded(path, () => transaction(database, () => fill.turn()));
      if (progress === undefined) return;
      if (recordUpdates.hasSubscribers) recordUpdates.publish({ place: path, ...progress });
      await wait(Math.ceil(PAUSE * (performance.now() - began)));
    }
  } catch (error) {
    database.close();
    throw error;
  }
}
