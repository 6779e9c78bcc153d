import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CRASHED, isLeftOver, SCHEDULED } from '@tapehaul/catalog/rules';
import { type Classes, type CountedClass, classReader } from './classes.ts';
import type { Tally } from './tally.ts';

/**
 * Moves whole classes of tasks: those that a dead owner had taken up to Crashed, those that are to be done
 * again back to Scheduled. Tasks that were never taken up stay as they are. To be used in a transaction.
 */
export class TaskTransfer {
  readonly #classes: Classes;
  readonly #tally: Tally;
  /** The classes of a run's tasks. */
  readonly classesOf: (run: number) => CountedClass[];
  readonly #ends: StatementSync;
  readonly #crashAttempts: StatementSync;
  readonly #crash: StatementSync;
  readonly #schedule: StatementSync;

  constructor(database: DatabaseSync, classes: Classes, tally: Tally) {
    this.#classes = classes;
    this.#tally = tally;
    this.classesOf = classReader(database);
    this.#ends = database.prepare(
      `SELECT max(updated_at, ?) / 1000 AS second, count(*) AS tasks, ifnull(sum(bytes), 0) AS bytes
       FROM tasks WHERE class = ? GROUP BY second`,
    );
    this.#crashAttempts = database.prepare(
      `INSERT INTO attempts (run, number, attempt, started_at, ended_at, class, error_message)
       SELECT run, number, attempts, attempt_at, max(updated_at, ?), ?, NULL
       FROM tasks WHERE class = ? AND attempt_at IS NOT NULL
       ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at, class = excluded.class, error_message = NULL`,
    );
    this.#crash = database.prepare(
      `UPDATE tasks SET class = ?2, updated_at = max(updated_at, ?1), attempt_at = NULL, retry_at = NULL,
         duration_ms = max(updated_at, ?1) - started_at, error_message = NULL
       WHERE class = ?3`,
    );
    this.#schedule = database.prepare(
      `UPDATE tasks SET class = ?2, updated_at = ?1, attempt_at = NULL, retry_at = NULL, duration_ms = NULL,
         error_message = NULL, earlier = attempts
       WHERE class = ?3`,
    );
  }

  /** Crashes what was taken up and had not ended when its owner was heard of last. */
  crash(run: number, heardAt: number): void {
    for (const from of this.classesOf(run)) {
      if (from.phase === 'final' || from.state === SCHEDULED) continue;
      const { name } = from;
      const crashed = { run, name, state: CRASHED, phase: 'final', errorCode: null } as const;
      const classId = this.#classes.idOf(crashed);
      this.#countEnds(from, { ...crashed, id: classId }, heardAt);
      this.#tally.add({ ...from, classId: from.id, endedAt: null, tasks: -from.tasks, bytes: -from.bytes });
      this.#crashAttempts.run(heardAt, classId, from.id);
      this.#crash.run(heardAt, classId, from.id);
    }
    this.#tally.write();
  }

  /** Schedules again what was stopped, and with `failed` what had failed. */
  reschedule(run: number, failed: boolean): void {
    const at = Date.now();
    for (const from of this.classesOf(run)) {
      if (!isLeftOver(from, failed)) continue;
      const { name, tasks, bytes } = from;
      const scheduled = { run, name, state: SCHEDULED, phase: 'waiting', errorCode: null } as const;
      const classId = this.#classes.idOf(scheduled);
      this.#countEnds(from, from, 0, -1);
      this.#tally.add({ ...scheduled, classId, endedAt: null, tasks, bytes });
      this.#schedule.run(at, classId, from.id);
    }
    this.#tally.write();
  }

  #countEnds(
    from: { readonly id: number },
    to: Pick<CountedClass, 'id' | 'run' | 'state'>,
    heardAt: number,
    sign: 1 | -1 = 1,
  ): void {
    for (const { second, tasks, bytes } of this.#ends.all(heardAt, from.id)) {
      this.#tally.add({
        run: to.run,
        classId: to.id,
        state: to.state,
        endedAt: Number(second) * 1_000,
        tasks: sign * Number(tasks),
        bytes: sign * Number(bytes),
      });
    }
  }
}
