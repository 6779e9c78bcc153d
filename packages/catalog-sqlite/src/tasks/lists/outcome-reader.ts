import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskOutcome } from '@tapehaul/catalog';
import type { SeenClass } from '@tapehaul/catalog/rules';
import { type PageReader, ROWS } from '../../paging/snapshots.ts';
import { OBJECT_COLUMNS, objectRecord } from '../../rows/rows.ts';
import { STATES_OF_TASKS } from '../../rows/task-row.ts';

/** Reads the outcomes of tasks whose ids are keys of objects. */
export class OutcomeReader {
  readonly #planned: StatementSync;
  readonly #classesOf: (run: number) => SeenClass[];

  constructor(database: DatabaseSync, classesOf: (run: number) => SeenClass[]) {
    this.#classesOf = classesOf;
    this.#planned = database.prepare(
      `SELECT tasks.number, task_id, classes.id, ${OBJECT_COLUMNS} FROM tasks ${STATES_OF_TASKS}
         LEFT JOIN objects ON objects.key = task_id LEFT JOIN runs ON runs.id = objects.run
       WHERE tasks.run = ? AND tasks.number > ? AND classes.name = ? ORDER BY tasks.number LIMIT ${ROWS}`,
    );
    // One for each file at the end of a run: arrays take half of the time of objects.
    this.#planned.setReturnArrays(true);
  }

  outcomes(run: number, name: string): PageReader<TaskOutcome> {
    let last = 0;
    return () => {
      const states = new Map(this.#classesOf(run).map(({ id, state }) => [id, state]));
      return this.#planned.all(run, last, name).map((row): TaskOutcome => {
        const [number, taskId, classId, ...object] = Object.values(row);
        last = Number(number);
        return {
          taskId: String(taskId),
          state: states.get(Number(classId)) ?? '',
          held: object[0] === null ? null : objectRecord(object),
        };
      });
    };
  }
}
