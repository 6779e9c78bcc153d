import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { HoleFacts, HoleTask } from '@tapehaul/catalog/rules';
import { textOrNull } from '../rows/rows.ts';
import { STATES_OF_TASKS } from '../rows/task-row.ts';

/** Reads what runs found out of days that are not held: one look-up for each run, the latest first. */
export class HoleFactsReader implements HoleFacts {
  readonly #gap: StatementSync;
  readonly #task: StatementSync;

  constructor(database: DatabaseSync) {
    this.#gap = database.prepare(
      `SELECT run_id, reason, likely FROM runs CROSS JOIN gaps ON gaps.run = runs.id AND series = ?1 AND first <= ?2
         AND last >= ?2 AND verdict = ?3 ORDER BY runs.id DESC LIMIT 1`,
    );
    this.#task = database.prepare(
      `SELECT run_id, task_id, error_code, coalesce(outcomes.error_message, progress.error_message) AS error_message
       FROM runs CROSS JOIN tasks ON tasks.run = runs.id AND task_id = ? ${STATES_OF_TASKS}
       ORDER BY runs.id DESC LIMIT 1`,
    );
  }

  gapOn(series: string, day: string, verdict: string): ReturnType<HoleFacts['gapOn']> {
    const row = this.#gap.get(series, day, verdict);
    return row && { runId: String(row.run_id), reason: String(row.reason), likely: textOrNull(row.likely) };
  }

  taskOf(id: string): HoleTask | undefined {
    const row = this.#task.get(id);
    if (row === undefined) return undefined;
    const { run_id, task_id, error_code, error_message } = row;
    return {
      runId: String(run_id),
      taskId: String(task_id),
      errorCode: textOrNull(error_code),
      errorMessage: textOrNull(error_message),
    };
  }
}
