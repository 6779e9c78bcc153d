import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskSelection } from '@tapehaul/catalog';
import { behindPrefix, type CountedClass, isLeftOver, isSelected } from '@tapehaul/catalog/rules';
import { STANDS_AS_PLANNED } from './class-ends.ts';

/** Finds the tasks of a class that a selection names. */
export class SelectedTasks {
  readonly #numbers: StatementSync;

  constructor(database: DatabaseSync) {
    const fits = `task_id >= ?2 AND task_id < ?3 AND (?4 IS NULL OR task_id IN (SELECT value FROM json_each(?4)))`;
    const moved = (table: string): string =>
      `SELECT ${table}.number AS number FROM ${table} CROSS JOIN tasks ON tasks.run = ${table}.run
         AND tasks.number = ${table}.number WHERE ${table}.class = ?1 AND ${fits}`;
    this.#numbers = database.prepare(
      `${moved('outcomes')} UNION ALL ${moved('progress')}
       UNION ALL SELECT number FROM tasks AS planned WHERE class = ?1 AND ${STANDS_AS_PLANNED} AND ${fits}`,
    );
  }

  /** The numbers of the tasks of a class that are selected. */
  numbers({ id, errorCode }: Pick<CountedClass, 'id' | 'errorCode'>, selection: TaskSelection): number[] {
    const { taskIds, prefix = '', errorCode: wanted } = selection;
    const byCode = wanted === undefined ? {} : { errorCode: wanted };
    if (!isSelected({ taskId: '', errorCode }, byCode)) return [];
    const ids = taskIds === undefined ? null : JSON.stringify(taskIds);
    const rows = this.#numbers.all(id, prefix, behindPrefix(prefix), ids);
    return rows.map(({ number }) => Number(number));
  }

  /** Whether a task is selected that failed or was stopped. */
  hasAny(classes: readonly CountedClass[], failed: boolean, selection: TaskSelection): boolean {
    return classes.some((it) => isLeftOver(it, failed) && this.numbers(it, selection).length > 0);
  }
}
