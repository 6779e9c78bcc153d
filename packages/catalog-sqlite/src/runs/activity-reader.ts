import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActivityInSlot, SeenClass, SlotRange } from '@tapehaul/catalog/rules';
import { TIMELINE_UNITS } from '../tasks/tally.ts';

const [, COARSE] = TIMELINE_UNITS;

/** Reads when attempts began and ended. */
export class ActivityReader {
  readonly #slots: StatementSync;
  readonly #before: StatementSync;
  readonly #running: StatementSync;

  constructor(database: DatabaseSync) {
    this.#slots = database.prepare(
      `SELECT slot, begun, ended, retried FROM activity
       WHERE run = ? AND name = ? AND unit = ? AND slot >= ? AND slot < ?`,
    );
    this.#before = database.prepare(
      `SELECT ifnull(sum(begun), 0) AS begun, ifnull(sum(ended), 0) AS ended FROM activity
       WHERE run = ? AND name = ? AND unit = ? AND slot < ?`,
    );
    this.#running = database.prepare(
      `SELECT attempt_at AS begun, max(updated_at, ?) AS ended, count(*) AS attempts FROM progress
       WHERE class = ? AND attempt_at IS NOT NULL GROUP BY begun / 1000, ended / 1000`,
    );
  }

  /** The attempts of tasks of some classes' names in the slots before an end; those before the first slot may be summed up. */
  *before(
    run: number,
    classes: readonly SeenClass[],
    { first, end, unit }: SlotRange,
  ): Generator<ActivityInSlot> {
    const wholeMinutes = Math.floor((first * unit) / COARSE);
    const from = (wholeMinutes * COARSE) / unit;
    for (const name of new Set(classes.map((it) => it.name))) {
      const earlier = this.#before.get(run, name, COARSE, wholeMinutes);
      yield { slot: -1, begun: Number(earlier?.begun), ended: Number(earlier?.ended), retried: 0 };
      for (const { slot, begun, ended, retried } of this.#slots.all(run, name, unit, from, end)) {
        yield { slot: Number(slot), begun: Number(begun), ended: Number(ended), retried: Number(retried) };
      }
    }
    for (const { id, crashedAt } of classes) {
      for (const { begun, ended, attempts } of this.#running.all(crashedAt ?? 0, id)) {
        const count = Number(attempts);
        yield { slot: Math.floor(Number(begun) / unit), begun: count, ended: 0, retried: 0 };
        if (crashedAt === null) continue;
        yield { slot: Math.floor(Number(ended) / unit), begun: 0, ended: count, retried: 0 };
      }
    }
  }
}
