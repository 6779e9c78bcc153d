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
  readonly #crashing: Ends;
  readonly #crashAttempts: StatementSync;
  readonly #crash: StatementSync;
  readonly #noProgress: StatementSync;
  readonly #endings: readonly Ends[];
  readonly #schedule: StatementSync;
  readonly #scheduleDone: StatementSync;
  readonly #noOutcome: StatementSync;

  constructor(database: DatabaseSync, classes: Classes, tally: Tally) {
    this.#classes = classes;
    this.#tally = tally;
    this.classesOf = classReader(database);
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#crashing = endsOf(database, 'progress', 'updated_at');
    this.#crashAttempts = sql(
      `INSERT INTO attempts (run, number, attempt, started_at, ended_at, class, error_message)
       SELECT run, number, attempts, attempt_at, max(updated_at, ?), ?, NULL
       FROM progress WHERE class = ? AND attempt_at IS NOT NULL
       ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at, class = excluded.class, error_message = NULL`,
    );
    this.#crash = sql(
      `INSERT INTO outcomes (run, number, class, attempts, earlier, started_at, updated_at, duration_ms, bytes, engine)
       SELECT run, number, ?2, attempts, earlier, started_at, max(updated_at, ?1), max(updated_at, ?1) - started_at, bytes,
         engine
       FROM progress WHERE class = ?3`,
    );
    this.#noProgress = sql('DELETE FROM progress WHERE class = ?');
    this.#endings = [endsOf(database, 'outcomes', 'updated_at'), endsOf(database, 'planned', 'planned_at')];
    this.#schedule = sql(
      `INSERT INTO progress (run, number, class, attempts, earlier, started_at, updated_at, bytes, engine)
       SELECT run, number, ?2, attempts, attempts, started_at, ?1, bytes, engine FROM outcomes WHERE class = ?3`,
    );
    this.#scheduleDone = sql(
      `INSERT INTO progress (run, number, class, attempts, earlier, updated_at, bytes)
       SELECT run, number, ?2, 0, 0, ?1, bytes FROM tasks AS planned WHERE class = ?3 AND ${STANDS_AS_PLANNED}`,
    );
    this.#noOutcome = sql('DELETE FROM outcomes WHERE class = ?');
  }

  /** Crashes what had started and not ended at the last sign of life of its owner. */
  crash(run: number, lastSignAt: number): void {
    for (const from of this.classesOf(run)) {
      if (from.phase === 'final' || from.state === SCHEDULED) continue;
      const { name } = from;
      const crashed = { run, name, state: CRASHED, phase: 'final', errorCode: null } as const;
      const classId = this.#classes.idOf(crashed);
      this.#countEnds(this.#crashing, from, { ...crashed, id: classId }, lastSignAt);
      this.#tally.add({ ...from, classId: from.id, endedAt: null, tasks: -from.tasks, bytes: -from.bytes });
      this.#crashAttempts.run(lastSignAt, classId, from.id);
      this.#crash.run(lastSignAt, classId, from.id);
      this.#noProgress.run(from.id);
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
      for (const ends of this.#endings) this.#countEnds(ends, from, from, 0, -1);
      this.#tally.add({ ...scheduled, classId, endedAt: null, tasks, bytes });
      this.#scheduleDone.run(at, classId, from.id);
      this.#schedule.run(at, classId, from.id);
      this.#noOutcome.run(from.id);
    }
    this.#tally.write();
  }

  #countEnds(
    { bySecond, byBatch }: Ends,
    from: { readonly id: number },
    to: Pick<CountedClass, 'id' | 'run' | 'state'>,
    lastSignAt: number,
    sign: 1 | -1 = 1,
  ): void {
    for (const { second, tasks, bytes } of bySecond.all(lastSignAt, from.id)) {
      this.#tally.add({
        run: to.run,
        classId: to.id,
        state: to.state,
        endedAt: Number(second) * 1_000,
        tasks: sign * Number(tasks),
        bytes: sign * Number(bytes),
      });
    }
    for (const { batch, tasks } of byBatch.all(from.id)) {
      this.#tally.addOpen(to.run, Number(batch), -sign * Number(tasks));
    }
  }
}

/** The tasks of a class that are in one of the tables, counted. */
interface Ends {
  /** By the second of their last change, or a later one. */
  readonly bySecond: StatementSync;
  readonly byBatch: StatementSync;
}

/** Those of `planned` tasks that were done then, and that nothing has happened to since. */
const STANDS_AS_PLANNED = `done = 1
  AND NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.run = planned.run AND outcomes.number = planned.number)
  AND NOT EXISTS (SELECT 1 FROM progress WHERE progress.run = planned.run AND progress.number = planned.number)`;

function endsOf(database: DatabaseSync, table: 'progress' | 'outcomes' | 'planned', time: string): Ends {
  const isDone = table === 'planned';
  const from = isDone ? 'tasks AS planned' : table;
  const where = `${table}.class = ?${isDone ? ` AND ${STANDS_AS_PLANNED}` : ''}`;
  const join = isDone ? '' : `JOIN tasks ON tasks.run = ${table}.run AND tasks.number = ${table}.number`;
  return {
    bySecond: database.prepare(
      `SELECT max(${table}.${time}, ?) / 1000 AS second, count(*) AS tasks, ifnull(sum(${table}.bytes), 0) AS bytes
       FROM ${from} WHERE ${where} GROUP BY second`,
    ),
    byBatch: database.prepare(
      `SELECT batch, count(*) AS tasks FROM ${from} ${join} WHERE ${where} AND batch IS NOT NULL GROUP BY batch`,
    ),
  };
}
