import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskSelection } from '@tapehaul/catalog';
import { type CountedClass, CRASHED, isLeftOver, SCHEDULED } from '@tapehaul/catalog/rules';
import { type ClassEnds, classEnds, isChosen, STANDS_AS_PLANNED } from './class-ends.ts';
import { type Classes, classReader } from './classes.ts';
import { SelectedTasks } from './selected-tasks.ts';
import type { Tally } from './tally.ts';

/**
 * Moves classes of tasks: those that a dead owner had taken up to Crashed, those that are to be done
 * again, or of these the selected ones, back to Scheduled. Tasks that were never taken up stay as they are. To be used in a transaction.
 */
export class TaskTransfer {
  readonly #classes: Classes;
  readonly #tally: Tally;
  /** The classes of a run's tasks. */
  readonly classesOf: (run: number) => CountedClass[];
  readonly #crashing: ClassEnds;
  readonly #crashedAttempts: StatementSync;
  readonly #crashAttempts: StatementSync;
  readonly #crash: StatementSync;
  readonly #noProgress: StatementSync;
  readonly #endings: readonly ClassEnds[];
  readonly #schedule: StatementSync;
  readonly #scheduleDone: StatementSync;
  readonly #noOutcome: StatementSync;
  readonly #selected: SelectedTasks;

  constructor(database: DatabaseSync, classes: Classes, tally: Tally) {
    this.#classes = classes;
    this.#tally = tally;
    this.classesOf = classReader(database);
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#crashing = classEnds(database, 'progress');
    this.#crashedAttempts = sql(
      `SELECT attempt_at AS begun, max(updated_at, ?) AS ended, count(*) AS attempts FROM progress
       WHERE class = ? AND attempt_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attempts
         WHERE attempts.run = progress.run AND attempts.number = progress.number AND attempt = progress.attempts)
       GROUP BY begun / 1000, ended / 1000`,
    );
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
    this.#endings = [classEnds(database, 'outcomes'), classEnds(database, 'planned')];
    this.#schedule = sql(
      `INSERT INTO progress (run, number, class, attempts, earlier, started_at, updated_at, bytes, engine)
       SELECT run, number, ?2, attempts, attempts, started_at, ?1, bytes, engine FROM outcomes
       WHERE class = ?3 AND ${isChosen('?4')}`,
    );
    this.#scheduleDone = sql(
      `INSERT INTO progress (run, number, class, attempts, earlier, updated_at, bytes)
       SELECT run, number, ?2, 0, 0, ?1, bytes FROM tasks AS planned
       WHERE class = ?3 AND ${STANDS_AS_PLANNED} AND ${isChosen('?4')}`,
    );
    this.#noOutcome = sql(`DELETE FROM outcomes WHERE class = ?1 AND ${isChosen('?2')}`);
    this.#selected = new SelectedTasks(database);
  }

  /** Crashes what had started and not ended at the last sign of life of its owner. */
  crash(run: number, lastSignAt: number): void {
    for (const from of this.classesOf(run)) {
      if (from.phase === 'final' || from.state === SCHEDULED) continue;
      const { name } = from;
      const crashed = { run, name, state: CRASHED, phase: 'final', errorCode: null } as const;
      const classId = this.#classes.idOf(crashed);
      this.#countEnds(this.#crashing, { from, chosen: null, to: { ...crashed, id: classId } }, lastSignAt);
      this.#tally.add({ ...from, classId: from.id, endedAt: null, tasks: -from.tasks, bytes: -from.bytes });
      for (const { begun, ended, attempts } of this.#crashedAttempts.all(lastSignAt, from.id)) {
        const [startedAt, endedAt] = [Number(begun), Number(ended)];
        this.#tally.addAttempts({
          run,
          name,
          startedAt,
          endedAt,
          retried: false,
          attempts: Number(attempts),
        });
      }
      this.#crashAttempts.run(lastSignAt, classId, from.id);
      this.#crash.run(lastSignAt, classId, from.id);
      this.#noProgress.run(from.id);
    }
    this.#tally.write();
  }

  /**
   * Schedules again what was stopped, and with `failed` what had failed; with `only`, of these what it selects. Gives how many
   * tasks that are.
   */
  reschedule(run: number, failed: boolean, only?: TaskSelection): number {
    const at = Date.now();
    let rescheduled = 0;
    for (const from of this.classesOf(run)) {
      if (!isLeftOver(from, failed)) continue;
      const numbers = only && this.#selected.numbers(from, only);
      if (numbers?.length === 0) continue;
      const chosen = numbers === undefined ? null : JSON.stringify(numbers);
      const { name } = from;
      const scheduled = { run, name, state: SCHEDULED, phase: 'waiting', errorCode: null } as const;
      const classId = this.#classes.idOf(scheduled);
      for (const ends of this.#endings) {
        const { tasks, bytes } = this.#countEnds(ends, { from, chosen, to: from }, 0, -1);
        this.#tally.add({ ...scheduled, classId, endedAt: null, tasks, bytes });
        rescheduled += tasks;
      }
      this.#scheduleDone.run(at, classId, from.id, chosen);
      this.#schedule.run(at, classId, from.id, chosen);
      this.#noOutcome.run(from.id, chosen);
    }
    this.#tally.write();
    return rescheduled;
  }

  /** Counts tasks of a class as what they become, or with a negative sign no more, and gives how many they are. */
  #countEnds(
    { bySecond, byBatch }: ClassEnds,
    { from, chosen, to }: CountedMove,
    lastSignAt: number,
    sign: 1 | -1 = 1,
  ): { readonly tasks: number; readonly bytes: number } {
    const sum = { tasks: 0, bytes: 0 };
    for (const { second, tasks, bytes } of bySecond.all(lastSignAt, from.id, chosen)) {
      sum.tasks += Number(tasks);
      sum.bytes += Number(bytes);
      this.#tally.add({
        run: to.run,
        classId: to.id,
        state: to.state,
        endedAt: Number(second) * 1_000,
        tasks: sign * Number(tasks),
        bytes: sign * Number(bytes),
      });
    }
    for (const { batch, tasks } of byBatch.all(from.id, chosen)) {
      this.#tally.addOpen(to.run, Number(batch), -sign * Number(tasks));
    }
    return sum;
  }
}

/** Tasks of a class that are counted as what they become. */
interface CountedMove {
  readonly from: { readonly id: number };
  /** Their numbers as JSON; null for all. */
  readonly chosen: string | null;
  readonly to: Pick<CountedClass, 'id' | 'run' | 'state'>;
}
