import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { TaskQuery } from '@tapehaul/catalog';
import { type RowKey, SCHEDULED, type SeenClass } from '@tapehaul/catalog/rules';
import { merged, type Range } from '../paging/keyset.ts';
import { UntouchedTasks } from './untouched-tasks.ts';

/** Orders in which tasks are listed. */
export type TaskOrder = NonNullable<TaskQuery['order']>;

/** The places of a run's tasks in each order, by class, each by an index. */
export class TaskRanges {
  readonly #all: StatementSync;
  readonly #done: StatementSync;
  readonly #moved: Readonly<Record<TaskOrder, readonly StatementSync[]>>;
  /** Of tasks that have crashed and are not marked so yet: few, so that no index has to hold their places. */
  readonly #crashed: Readonly<Record<Exclude<TaskOrder, 'planned'>, StatementSync>>;
  readonly #untouched: UntouchedTasks;

  constructor(database: DatabaseSync) {
    const sql = (text: string): StatementSync => database.prepare(text);
    const descending = (table: string, key: string, isPlaced: string): StatementSync =>
      sql(
        `SELECT ${key} AS key, number FROM ${table}
         WHERE class = ?1 AND ${isPlaced} IS NOT NULL AND (${key}, number) < (?2, ?3)
         ORDER BY ${key} DESC, number DESC LIMIT ?4`,
      );
    const ascending = (table: string, where = ''): StatementSync =>
      sql(
        `SELECT number AS key, number FROM ${table} WHERE class = ? AND number > ? AND ? IS NOT NULL ${where}
         ORDER BY number LIMIT ?`,
      );
    this.#all = sql(
      'SELECT number AS key, number FROM tasks WHERE run = ? AND number > ? ORDER BY number LIMIT ?',
    );
    this.#done = ascending(
      'tasks',
      `AND done = 1
         AND NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.run = tasks.run AND outcomes.number = tasks.number)
         AND NOT EXISTS (SELECT 1 FROM progress WHERE progress.run = tasks.run AND progress.number = tasks.number)`,
    );
    this.#moved = {
      planned: [ascending('outcomes'), ascending('progress')],
      latest: [
        descending('outcomes', 'updated_at', 'started_at'),
        descending('progress', 'updated_at', 'started_at'),
      ],
      slowest: [descending('outcomes', 'duration_ms', 'duration_ms')],
    };
    this.#crashed = {
      latest: descending('progress', 'max(updated_at, ?5)', 'started_at'),
      slowest: descending('progress', '(max(updated_at, ?5) - started_at)', 'started_at'),
    };
    this.#untouched = new UntouchedTasks(database);
  }

  /** All tasks of a run, as planned. */
  ofRun(run: number): Range {
    return (after, limit) => rowKeys(this.#all.all(run, after?.[0] ?? 0, limit));
  }

  /** The tasks of those classes, as one range. */
  ofClasses(classes: readonly SeenClass[], order: TaskOrder): Range {
    const ranges = classes.flatMap((it) =>
      order === 'planned' ? this.#planned(it) : this.#ordered(it, order),
    );
    return merged(ranges, order !== 'planned');
  }

  #planned(it: SeenClass): Range[] {
    const statements = it.phase === 'final' ? [...this.#moved.planned, this.#done] : this.#moved.planned;
    const ranges = statements.map((statement): Range => {
      return (after = [0, 0], limit) => rowKeys(statement.all(it.id, ...after, limit));
    });
    if (it.state !== SCHEDULED) return ranges;
    const untouched: Range = (after = [0, 0], limit) =>
      this.#untouched.behind(it, after[0], limit).map(({ number }) => [number, number]);
    return [...ranges, untouched];
  }

  #ordered({ id, crashedAt }: SeenClass, order: Exclude<TaskOrder, 'planned'>): Range[] {
    const first: RowKey = [Number.MAX_SAFE_INTEGER, 0];
    const statements = crashedAt === null ? this.#moved[order] : [this.#crashed[order]];
    const crashTimes = crashedAt === null ? [] : [crashedAt];
    return statements.map((statement): Range => {
      return (after = first, limit) => rowKeys(statement.all(id, ...after, limit, ...crashTimes));
    });
  }
}

function rowKeys(rows: readonly Record<string, unknown>[]): RowKey[] {
  return rows.map(({ key, number }) => [Number(key), Number(number)]);
}
