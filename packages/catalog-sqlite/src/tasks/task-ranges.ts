import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskQuery } from '@tapehaul/catalog';
import { merged, type Place, type Range } from '../paging/keyset.ts';
import type { SeenClass } from './crashed-tasks.ts';

/** Orders in which tasks are listed. */
export type TaskOrder = NonNullable<TaskQuery['order']>;

/** The places of a run's tasks in each order, by class. */
export class TaskRanges {
  readonly #all: StatementSync;
  readonly #ranges: Readonly<Record<TaskOrder, StatementSync>>;
  /** Of tasks that have crashed and are not marked so yet: few, so that no index has to hold their places. */
  readonly #crashed: Readonly<Record<Exclude<TaskOrder, 'planned'>, StatementSync>>;

  constructor(database: DatabaseSync) {
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#all = sql(
      'SELECT number AS key, number FROM tasks WHERE run = ? AND number > ? ORDER BY number LIMIT ?',
    );
    const descending = (key: string, isPlaced: string): StatementSync =>
      sql(
        `SELECT ${key} AS key, number FROM tasks
         WHERE class = ?1 AND ${isPlaced} IS NOT NULL AND (${key}, number) < (?2, ?3)
         ORDER BY ${key} DESC, number DESC LIMIT ?4`,
      );
    this.#ranges = {
      planned: sql(
        `SELECT number AS key, number FROM tasks WHERE class = ? AND number > ? AND ? IS NOT NULL
         ORDER BY number LIMIT ?`,
      ),
      latest: descending('updated_at', 'started_at'),
      slowest: descending('duration_ms', 'duration_ms'),
    };
    this.#crashed = {
      latest: descending('max(updated_at, ?5)', 'started_at'),
      slowest: descending('(max(updated_at, ?5) - started_at)', 'started_at'),
    };
  }

  /** All tasks of a run, as planned. */
  ofRun(run: number): Range {
    return (after, limit) => placesOf(this.#all.all(run, after?.[0] ?? 0, limit));
  }

  /** The tasks of those classes, as one range. */
  ofClasses(classes: readonly SeenClass[], order: TaskOrder): Range {
    const isPlanned = order === 'planned';
    const first: Place = isPlanned ? [0, 0] : [Number.MAX_SAFE_INTEGER, 0];
    const ranges = classes.map(({ id, crashedAt }): Range => {
      const heard = isPlanned || crashedAt === null ? [] : [crashedAt];
      const statement = isPlanned || crashedAt === null ? this.#ranges[order] : this.#crashed[order];
      return (after = first, limit) => placesOf(statement.all(id, ...after, limit, ...heard));
    });
    return merged(ranges, !isPlanned);
  }
}

function placesOf(rows: readonly Record<string, unknown>[]): Place[] {
  return rows.map(({ key, number }) => [Number(key), Number(number)]);
}
