import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskChange } from '@tapehaul/catalog';
import {
  advance,
  type EndedAttempt,
  giveBack,
  SCHEDULED,
  type TaskProgress,
  UNTOUCHED,
} from '@tapehaul/catalog/rules';
import { type StoredTask, storedTask, storedTaskQuery } from '../rows/task-row.ts';
import type { Classes } from './classes.ts';
import type { PlanWriter } from './plan-writer.ts';
import { StateWriter } from './state-writer.ts';
import type { Tally } from './tally.ts';

/** Writes the states of tasks; to be used in a transaction that ends with the tally's write. */
export class TaskWriter {
  readonly #classes: Classes;
  readonly #tally: Tally;
  readonly #plan: PlanWriter;
  readonly #states: StateWriter;
  readonly #byId: StatementSync;
  readonly #begun: StatementSync;
  readonly #attempt: StatementSync;
  readonly #attemptAgain: StatementSync;

  constructor(database: DatabaseSync, classes: Classes, tally: Tally, plan: PlanWriter) {
    this.#classes = classes;
    this.#tally = tally;
    this.#plan = plan;
    this.#states = new StateWriter(database);
    this.#byId = storedTaskQuery(database, 'tasks.run = ? AND task_id = ?');
    this.#begun = storedTaskQuery(
      database,
      'tasks.run = ? AND tasks.number BETWEEN ? AND ? AND batch = ? AND progress.number IS NOT NULL',
    );
    this.#attempt = database.prepare(
      `INSERT INTO attempts (run, number, attempt, started_at, ended_at, class, error_message)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#attemptAgain = database.prepare(
      `UPDATE attempts SET ended_at = ?, class = ?, error_message = ? WHERE run = ? AND number = ? AND attempt = ?`,
    );
  }

  /** Stores what happened to one task, the first change first; a task that is not there is planned with it. */
  record(run: number, taskId: string, changes: readonly TaskChange[]): void {
    const stored = this.#find(run, taskId) ?? this.#made(run, taskId, changes);
    if (stored !== undefined) this.#advance(run, stored, changes);
  }

  /**
   * Stores what happened to a task of a batch; nothing of one that has its outcome. Gives false for a task that is not of the
   * batch, and undefined for one that had its outcome.
   */
  handIn(run: number, batch: number, taskId: string, changes: readonly TaskChange[]): boolean | undefined {
    const stored = this.#find(run, taskId);
    if (stored?.batch !== batch) return false;
    if (stored.task.phase === 'final') return undefined;
    this.#advance(run, stored, changes);
    return true;
  }

  /** Schedules again what had begun of a batch, whose tasks have numbers between two. */
  giveBack(
    run: number,
    { number, first, last }: { number: number; first: number; last: number },
    at: number,
  ): void {
    for (const row of this.#begun.all(run, first, last, number)) {
      const stored = storedTask(Object.values(row));
      if (stored.task.state === SCHEDULED) continue;
      this.#move(run, stored, (task) => this.#ended(run, stored, giveBack(task, at)));
    }
  }

  #find(run: number, taskId: string): StoredTask | undefined {
    const found = this.#byId.get(run, taskId);
    return found && storedTask(Object.values(found));
  }

  #advance(run: number, stored: StoredTask, changes: readonly TaskChange[]): void {
    this.#move(run, stored, (task) => {
      for (const change of changes) this.#ended(run, stored, advance(task, change));
    });
  }

  /** Changes a task, counts it as what it is then, and stores that. */
  #move(run: number, stored: StoredTask, change: (task: TaskProgress) => void): void {
    const { batch, name, task } = stored;
    this.#count(run, stored.classId, task, -1);
    const wasOpen = task.phase !== 'final';
    change(task);
    const { state, phase, errorCode } = task;
    const classId = this.#classes.idOf({ run, name, state, phase, errorCode });
    this.#count(run, classId, task, 1);
    this.#tally.addOpen(run, batch, Number(phase !== 'final') - Number(wasOpen));
    this.#states.write(run, stored, task, classId);
  }

  #ended(run: number, { number, name }: StoredTask, ended: EndedAttempt | undefined): void {
    if (ended === undefined) return;
    const { attempt, startedAt, endedAt, errorMessage } = ended;
    const outcome = this.#classes.idOf({ ...ended, run, name });
    const added = this.#attempt.run(run, number, attempt, startedAt, endedAt, outcome, errorMessage);
    if (added.changes === 0) {
      this.#attemptAgain.run(endedAt, outcome, errorMessage, run, number, attempt);
      return;
    }
    const retried = ended.state === 'AwaitingRetry';
    this.#tally.addAttempts({ run, name, startedAt, endedAt, retried, attempts: 1 });
  }

  #made(run: number, taskId: string, [first]: readonly TaskChange[]): StoredTask | undefined {
    if (first === undefined) return undefined;
    const { name } = first;
    const at = Math.trunc(first.at);
    const { number, classId } = this.#plan.add(run, taskId, name, at);
    const task = { ...UNTOUCHED, updatedAt: at };
    this.#count(run, classId, task, 1);
    return { number, batch: null, classId, name, stand: 'planned', task };
  }

  #count(run: number, classId: number, task: TaskProgress, tasks: 1 | -1): void {
    const { state, phase, updatedAt, bytes } = task;
    const endedAt = phase === 'final' ? updatedAt : null;
    this.#tally.add({ run, classId, state, endedAt, tasks, bytes: tasks * (bytes ?? 0) });
  }
}
