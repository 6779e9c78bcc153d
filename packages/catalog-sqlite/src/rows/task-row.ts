import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskProgress } from '@tapehaul/catalog/rules';
import { numberOrNull, taskPhase, textOrNull } from './rows.ts';

/** Where a task stands: as it is planned, begun, or ended. */
export type Stand = 'planned' | 'progress' | 'outcome';

/** A task as stored. */
export interface StoredTask {
  readonly number: number;
  readonly batch: number | null;
  readonly classId: number;
  readonly name: string;
  readonly stand: Stand;
  readonly task: TaskProgress;
}

/** Joins `tasks` with their outcomes and progress, and with the class of each, which is `classes`. */
export const STATES_OF_TASKS = `LEFT JOIN outcomes ON outcomes.run = tasks.run AND outcomes.number = tasks.number
  LEFT JOIN progress ON progress.run = tasks.run AND progress.number = tasks.number
  CROSS JOIN classes ON classes.id = coalesce(outcomes.class, progress.class, tasks.class)`;

/** What has changed of tasks since they were planned, over {@link STATES_OF_TASKS}. */
export const CHANGED = `coalesce(outcomes.attempts, progress.attempts, 0) AS attempts,
  coalesce(outcomes.started_at, progress.started_at) AS started_at,
  progress.attempt_at AS attempt_at,
  coalesce(outcomes.updated_at, progress.updated_at, tasks.planned_at) AS updated_at,
  outcomes.duration_ms AS duration_ms,
  progress.retry_at AS retry_at,
  coalesce(outcomes.bytes, progress.bytes, tasks.bytes) AS bytes,
  coalesce(outcomes.engine, progress.engine) AS engine,
  coalesce(outcomes.error_message, progress.error_message) AS error_message`;

/** A statement that reads one task as {@link storedTask} takes it, by `where`. */
export function storedTaskQuery(database: DatabaseSync, where: string): StatementSync {
  const statement = database.prepare(
    `SELECT tasks.number, batch, classes.id, name, state, phase, error_code, outcomes.number, progress.number,
       coalesce(outcomes.earlier, progress.earlier, 0), ${CHANGED}
     FROM tasks ${STATES_OF_TASKS} WHERE ${where}`,
  );
  // One for each task that moves: arrays take half of the time of objects.
  statement.setReturnArrays(true);
  return statement;
}

/** A task from a row of {@link storedTaskQuery}. */
export function storedTask(row: readonly unknown[]): StoredTask {
  const [number, batch, classId, name, state, phase, errorCode, ended, begun, earlier, ...changed] = row;
  const [attempts, startedAt, attemptAt, updatedAt, durationMs, retryAt, bytes, engine, errorMessage] =
    changed;
  const task: TaskProgress = {
    state: String(state),
    phase: taskPhase(phase),
    errorCode: textOrNull(errorCode),
    errorMessage: textOrNull(errorMessage),
    attempts: Number(attempts),
    earlier: Number(earlier),
    startedAt: numberOrNull(startedAt),
    attemptAt: numberOrNull(attemptAt),
    updatedAt: Number(updatedAt),
    durationMs: numberOrNull(durationMs),
    retryAt: numberOrNull(retryAt),
    bytes: numberOrNull(bytes),
    engine: textOrNull(engine),
  };
  return {
    number: Number(number),
    batch: numberOrNull(batch),
    classId: Number(classId),
    name: String(name),
    stand: ended !== null ? 'outcome' : begun !== null ? 'progress' : 'planned',
    task,
  };
}
