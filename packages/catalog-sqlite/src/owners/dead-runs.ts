import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunSummary } from '@tapehaul/catalog';
import { CRASHED } from '@tapehaul/catalog/rules';
import { isAlive, type ProcessOwner } from '@tapehaul/sqlite';
import { ownerProcess, type Row, RUN_COLUMNS } from '../rows/rows.ts';
import { lastSignReader } from './last-sign.ts';

/**
 * The runs that are recorded as open and whose owner is dead. Readers show them as Crashed since their last sign of life, as
 * they are once somebody marks them; to be used in the transaction of the reading.
 */
export class DeadRuns {
  readonly #open: StatementSync;
  readonly #one: StatementSync;
  readonly #lastSign: (run: number, owner: ProcessOwner) => number;

  constructor(database: DatabaseSync) {
    this.#open = database.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE ended_at IS NULL`);
    this.#one = database.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE id = ? AND ended_at IS NULL`);
    this.#lastSign = lastSignReader(database);
  }

  /** When a run crashed, in milliseconds since 1970 UTC; undefined unless it is open and its owner is dead. */
  crashedAt(run: number): number | undefined {
    const row = this.#one.get(run);
    return row && this.#crashedAt(row);
  }

  /** The numbers of all of them. */
  numbers(): number[] {
    const dead = this.#open.all().filter((row) => this.#crashedAt(row) !== undefined);
    return dead.map(({ id }) => Number(id));
  }

  /** A run as readers show it. */
  seen<Run extends RunSummary>(number: number, run: Run): Run {
    const endedAt = run.endedAt === null ? this.crashedAt(number) : undefined;
    return endedAt === undefined ? run : { ...run, state: CRASHED, endedAt };
  }

  #crashedAt(row: Row): number | undefined {
    const owner = ownerProcess(row);
    return isAlive(String(row.run_id), owner) ? undefined : this.#lastSign(Number(row.id), owner);
  }
}
