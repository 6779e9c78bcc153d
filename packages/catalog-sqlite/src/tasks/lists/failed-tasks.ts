import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FailedTask } from '@tapehaul/catalog';
import { isFailure, type RowKey, type SeenClass } from '@tapehaul/catalog/rules';
import { type PageReader, ROWS } from '../../paging/snapshots.ts';
import { textOrNull } from '../../rows/rows.ts';
import { STATES_OF_TASKS } from '../../rows/task-row.ts';
import { TaskRanges } from '../task-ranges.ts';

/** Reads the tasks of runs that failed, in the order of the plan. */
export class FailedTasks {
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #ranges: TaskRanges;
  readonly #rows: StatementSync;

  constructor(database: DatabaseSync, classesOf: (run: number) => SeenClass[]) {
    this.#classesOf = classesOf;
    this.#ranges = new TaskRanges(database);
    this.#rows = database.prepare(
      `SELECT task_id, error_code, coalesce(outcomes.error_message, progress.error_message) AS message
       FROM tasks ${STATES_OF_TASKS}
       WHERE tasks.run = ? AND tasks.number IN (SELECT value FROM json_each(?)) ORDER BY tasks.number`,
    );
    this.#rows.setReturnArrays(true);
  }

  ofRun(run: number): PageReader<FailedTask> {
    let after: RowKey | undefined;
    return () => {
      const failed = this.#classesOf(run).filter(
        ({ phase, state, errorCode }) => phase === 'final' && isFailure(state, errorCode),
      );
      const places = this.#ranges.ofClasses(failed, 'planned')(after, ROWS);
      after = places.at(-1) ?? after;
      const numbers = JSON.stringify(places.map(([, number]) => number));
      return this.#rows.all(run, numbers).map((row): FailedTask => {
        const [taskId, code, message] = Object.values(row);
        return {
          taskId: String(taskId),
          code: textOrNull(code) ?? 'unknown',
          message: String(message ?? ''),
        };
      });
    };
  }
}
