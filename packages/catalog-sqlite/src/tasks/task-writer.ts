import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PlannedTask, TaskChange } from '@tapehaul/catalog';
import { advance, SCHEDULED, type TaskProgress } from '@tapehaul/catalog/rules';
import type { Classes } from './classes.ts';
import type { Tally } from './tally.ts';
import { ASSIGNED, assignedOf, STORED, type StoredTask, storedTask } from './task-row.ts';

/** Writes planned tasks and what becomes of them; to be used in a transaction that ends with the tally's write. */
export class TaskWriter {
  readonly #classes: Classes;
  readonly #tally: Tally;
  readonly #last: StatementSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #update: StatementSync;
  readonly #attempt: StatementSync;

  constructor(database: DatabaseSync, classes: Classes, tally: Tally) {
    this.#classes = classes;
    this.#tally = tally;
    this.#last = database.prepare('SELECT max(number) AS number FROM tasks WHERE run = ?');
    this.#insert = database.prepare(
      `INSERT INTO tasks (run, number, task_id, input, class, planned_at, updated_at, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, task_id) DO NOTHING`,
    );
    this.#select = database.prepare(
      `SELECT ${STORED} FROM tasks JOIN classes ON classes.id = class WHERE tasks.run = ? AND task_id = ?`,
    );
    // One for each task that moves: arrays take half of the time of objects.
    this.#select.setReturnArrays(true);
    this.#update = database.prepare(`UPDATE tasks SET class = ?, ${ASSIGNED} WHERE run = ? AND number = ?`);
    this.#attempt = database.prepare(
      `INSERT INTO attempts (run, number, attempt, started_at, ended_at, class, error_message)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET ended_at = excluded.ended_at, class = excluded.class,
         error_message = excluded.error_message`,
    );
  }

  /** Stores tasks as planned now, but for those that the run has, and tells how many that are. */
  plan(run: number, tasks: readonly PlannedTask[]): number {
    const before = Number(this.#last.get(run)?.number ?? 0);
    const at = Date.now();
    let number = before;
    let alike: PlannedClass | undefined;
    for (const { taskId, name, input, done, bytes = null } of tasks) {
      if (alike === undefined || alike.name !== name || alike.done !== done) {
        this.#countPlanned(run, at, alike);
        alike = this.#plannedClass(run, name, done);
      }
      const json = input === null ? null : JSON.stringify(input);
      const { changes } = this.#insert.run(run, number + 1, taskId, json, alike.classId, at, at, bytes);
      if (changes === 0) continue;
      number += 1;
      alike.tasks += 1;
      alike.bytes += bytes ?? 0;
    }
    this.#countPlanned(run, at, alike);
    return number - before;
  }

  /** Stores what happened to one task, the first change first; a task that is not there is planned with it. */
  record(run: number, taskId: string, changes: readonly TaskChange[]): void {
    const found = this.#select.get(run, taskId);
    const row = found === undefined ? this.#made(run, taskId, changes) : storedTask(Object.values(found));
    if (row === undefined) return;
    const { number, name, task } = row;
    this.#count(run, row.classId, task, -1);
    for (const change of changes) {
      const ended = advance(task, change);
      if (ended === undefined) continue;
      const { attempt, startedAt, endedAt, errorMessage } = ended;
      const outcome = this.#classes.idOf({ ...ended, run, name });
      this.#attempt.run(run, number, attempt, startedAt, endedAt, outcome, errorMessage);
    }
    const { state, phase, errorCode } = task;
    const classId = this.#classes.idOf({ run, name, state, phase, errorCode });
    this.#count(run, classId, task, 1);
    this.#update.run(classId, ...assignedOf(task), run, number);
  }

  #plannedClass(run: number, name: string, done: string | undefined): PlannedClass {
    const phase = done === undefined ? 'waiting' : 'final';
    const classId = this.#classes.idOf({ run, name, state: done ?? SCHEDULED, phase, errorCode: null });
    return { name, done, classId, tasks: 0, bytes: 0 };
  }

  #countPlanned(run: number, at: number, alike: PlannedClass | undefined): void {
    if (alike === undefined) return;
    const { done, classId, tasks, bytes } = alike;
    const endedAt = done === undefined ? null : at;
    this.#tally.add({ run, classId, state: done ?? SCHEDULED, endedAt, tasks, bytes });
  }

  #made(run: number, taskId: string, [first]: readonly TaskChange[]): StoredTask | undefined {
    if (first === undefined) return undefined;
    const { name } = first;
    const at = Math.trunc(first.at);
    const number = Number(this.#last.get(run)?.number ?? 0) + 1;
    const classId = this.#classes.idOf({ run, name, state: SCHEDULED, phase: 'waiting', errorCode: null });
    this.#insert.run(run, number, taskId, null, classId, at, at, null);
    const task = { ...UNTOUCHED, updatedAt: at };
    this.#count(run, classId, task, 1);
    return { number, classId, name, task };
  }

  #count(run: number, classId: number, task: TaskProgress, tasks: 1 | -1): void {
    const { state, phase, updatedAt, bytes } = task;
    const endedAt = phase === 'final' ? updatedAt : null;
    this.#tally.add({ run, classId, state, endedAt, tasks, bytes: tasks * (bytes ?? 0) });
  }
}

/** Planned tasks in a row that are alike, counted together. */
interface PlannedClass {
  readonly name: string;
  readonly done: string | undefined;
  readonly classId: number;
  tasks: number;
  bytes: number;
}

const UNTOUCHED: Omit<TaskProgress, 'updatedAt'> = {
  state: SCHEDULED,
  phase: 'waiting',
  errorCode: null,
  errorMessage: null,
  attempts: 0,
  earlier: 0,
  startedAt: null,
  attemptAt: null,
  durationMs: null,
  retryAt: null,
  bytes: null,
  engine: null,
};
