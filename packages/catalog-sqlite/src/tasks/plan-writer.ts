import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PlannedTask } from '@tapehaul/catalog';
import { BATCH_TASKS, type PartRange, SCHEDULED } from '@tapehaul/catalog/rules';
import type { Classes } from './classes.ts';
import type { Tally } from './tally.ts';

/** Writes planned tasks, in batches; to be used in a transaction that ends with the tally's write. */
export class PlanWriter {
  readonly #classes: Classes;
  readonly #tally: Tally;
  readonly #lastTask: StatementSync;
  readonly #lastBatch: StatementSync;
  readonly #task: StatementSync;
  readonly #batch: StatementSync;

  constructor(database: DatabaseSync, classes: Classes, tally: Tally) {
    this.#classes = classes;
    this.#tally = tally;
    this.#lastTask = database.prepare('SELECT max(number) AS number FROM tasks WHERE run = ?');
    this.#lastBatch = database.prepare('SELECT max(number) AS number FROM batches WHERE run = ?');
    this.#task = database.prepare(
      `INSERT INTO tasks (run, number, task_id, input, class, batch, done, planned_at, bytes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, task_id) DO NOTHING`,
    );
    this.#batch = database.prepare(
      'INSERT INTO batches (run, number, name, first, last, open) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /**
   * Stores tasks as planned now, except those that the run has, and gives how many were stored: behind the tasks that the run has, or behind
   * the numbers that are given.
   */
  plan(run: number, tasks: readonly PlannedTask[], batchTasks = BATCH_TASKS, behind?: PartRange): number {
    const before = behind?.task ?? Number(this.#lastTask.get(run)?.number ?? 0);
    const at = Date.now();
    let number = before;
    let batchNumber = behind?.batch ?? Number(this.#lastBatch.get(run)?.number ?? 0);
    let alike: AlikeTasks | undefined;
    let batch: NewBatch | undefined;
    for (const { taskId, name, input, done, bytes = null } of tasks) {
      if (alike === undefined || alike.name !== name || alike.done !== done) {
        this.#count(run, at, alike);
        alike = this.#alike(run, name, done);
      }
      if (batch === undefined || batch.name !== name || batch.last - batch.first + 1 >= batchTasks) {
        batchNumber = this.#close(run, batch) ?? batchNumber;
        batch = { number: batchNumber + 1, name, first: number + 1, last: number, open: 0 };
      }
      const json = input === null ? null : JSON.stringify(input);
      const values = [taskId, json, alike.classId, batch.number, done === undefined ? 0 : 1, at, bytes];
      if (this.#task.run(run, number + 1, ...values).changes === 0) continue;
      number += 1;
      batch.last = number;
      if (done === undefined) batch.open += 1;
      alike.tasks += 1;
      alike.bytes += bytes ?? 0;
    }
    this.#count(run, at, alike);
    this.#close(run, batch);
    return number - before;
  }

  /** Stores a task that nobody has planned, in no batch, and gives its number. */
  add(run: number, taskId: string, name: string, at: number): { number: number; classId: number } {
    const number = Number(this.#lastTask.get(run)?.number ?? 0) + 1;
    const { classId } = this.#alike(run, name, undefined);
    this.#task.run(run, number, taskId, null, classId, null, 0, at, null);
    return { number, classId };
  }

  #alike(run: number, name: string, done: string | undefined): AlikeTasks {
    const phase = done === undefined ? 'waiting' : 'final';
    const classId = this.#classes.idOf({ run, name, state: done ?? SCHEDULED, phase, errorCode: null });
    return { name, done, classId, tasks: 0, bytes: 0 };
  }

  #count(run: number, at: number, alike: AlikeTasks | undefined): void {
    if (alike === undefined) return;
    const { done, classId, tasks, bytes } = alike;
    const endedAt = done === undefined ? null : at;
    this.#tally.add({ run, classId, state: done ?? SCHEDULED, endedAt, tasks, bytes });
  }

  /** Stores a batch unless all of its tasks were there already, and gives its number then. */
  #close(run: number, batch: NewBatch | undefined): number | undefined {
    if (batch === undefined || batch.last < batch.first) return undefined;
    const { number, name, first, last, open } = batch;
    this.#batch.run(run, number, name, first, last, open);
    return number;
  }
}

/** Planned tasks in a row that are alike, counted together. */
interface AlikeTasks {
  readonly name: string;
  readonly done: string | undefined;
  readonly classId: number;
  tasks: number;
  bytes: number;
}

/** Planned tasks in a row that are claimed together. */
interface NewBatch {
  readonly number: number;
  readonly name: string;
  readonly first: number;
  last: number;
  open: number;
}
