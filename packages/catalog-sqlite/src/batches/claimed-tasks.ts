import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ClaimedTask } from '@tapehaul/catalog';
import { OBJECT_COLUMNS, objectRecord, parsedJson } from '../rows/rows.ts';
import type { StoredBatch } from './batch-store.ts';

/** Reads the tasks of a batch that have no outcome, each with what is held under its id. */
export class ClaimedTasks {
  readonly #left: StatementSync;

  constructor(database: DatabaseSync) {
    this.#left = database.prepare(
      `SELECT task_id, name, input, coalesce(progress.bytes, tasks.bytes), ${OBJECT_COLUMNS}
       FROM tasks LEFT JOIN outcomes ON outcomes.run = tasks.run AND outcomes.number = tasks.number
         LEFT JOIN progress ON progress.run = tasks.run AND progress.number = tasks.number
         CROSS JOIN classes ON classes.id = coalesce(progress.class, tasks.class)
         LEFT JOIN objects ON objects.key = task_id LEFT JOIN runs ON runs.id = objects.run
       WHERE tasks.run = ? AND tasks.number BETWEEN ? AND ? AND batch = ? AND outcomes.number IS NULL
         AND phase <> 'final' ORDER BY tasks.number`,
    );
    // One for each file of a run: arrays take half of the time of objects.
    this.#left.setReturnArrays(true);
  }

  of(run: number, { number, first, last }: Pick<StoredBatch, 'number' | 'first' | 'last'>): ClaimedTask[] {
    return this.#left.all(run, first, last, number).map((row): ClaimedTask => {
      const [taskId, name, input, bytes, ...object] = Object.values(row);
      return {
        taskId: String(taskId),
        name: String(name),
        input: parsedJson(input),
        ...(bytes === null ? {} : { bytes: Number(bytes) }),
        held: object[0] === null ? null : objectRecord(object),
      };
    });
  }
}
