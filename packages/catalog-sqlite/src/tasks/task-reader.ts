import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  AttemptRecord,
  PlannedTask,
  StateRecord,
  TaskPage,
  TaskQuery,
  TaskRecord,
} from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf, taskHistory } from '@tapehaul/catalog/rules';
import { merged, type Place, type Range, readRows } from '../paging/keyset.ts';
import { likePattern } from '../paging/like-pattern.ts';
import { attemptOf, jsonOf, taskOf } from '../rows.ts';
import { type CountedClass, classReader } from './classes.ts';

const REMAINING = 1_000;
const TASK = `SELECT tasks.*, name, state, phase, error_code FROM tasks JOIN classes ON classes.id = class`;

type Order = 'planned' | 'slowest' | 'latest';

/** Reads the tasks of runs. */
export class TaskReader {
  readonly #classesOf: (run: number) => CountedClass[];
  readonly #all: StatementSync;
  readonly #ranges: Readonly<Record<Order, StatementSync>>;
  readonly #rows: StatementSync;
  readonly #one: StatementSync;
  readonly #attempts: StatementSync;
  readonly #remaining: StatementSync;

  constructor(database: DatabaseSync) {
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#classesOf = classReader(database);
    this.#all = sql(
      'SELECT number AS key, number FROM tasks WHERE run = ? AND number > ? ORDER BY number LIMIT ?',
    );
    this.#ranges = {
      planned: sql(
        `SELECT number AS key, number FROM tasks WHERE class = ? AND number > ? AND ? IS NOT NULL
         ORDER BY number LIMIT ?`,
      ),
      latest: sql(
        `SELECT updated_at AS key, number FROM tasks
         WHERE class = ? AND started_at IS NOT NULL AND (updated_at, number) < (?, ?)
         ORDER BY updated_at DESC, number DESC LIMIT ?`,
      ),
      slowest: sql(
        `SELECT duration_ms AS key, number FROM tasks
         WHERE class = ? AND duration_ms IS NOT NULL AND (duration_ms, number) < (?, ?)
         ORDER BY duration_ms DESC, number DESC LIMIT ?`,
      ),
    };
    this.#rows = sql(
      `${TASK} WHERE tasks.run = ? AND number IN (SELECT value FROM json_each(?)) AND task_id LIKE ? ESCAPE '\\'`,
    );
    this.#one = sql(`${TASK} WHERE tasks.run = ? AND task_id = ?`);
    this.#attempts = sql(
      `SELECT attempt, started_at, ended_at, state, error_code, error_message
       FROM attempts JOIN classes ON classes.id = class WHERE attempts.run = ? AND number = ? ORDER BY attempt`,
    );
    this.#remaining = sql(
      'SELECT number, task_id, input, bytes FROM tasks WHERE class = ? AND number > ? ORDER BY number LIMIT ?',
    );
  }

  page(run: number, runId: string, query: TaskQuery): TaskPage {
    const { order = 'planned', contains, cursor } = query;
    const position = cursor === undefined ? undefined : positionOf(order, [0, 0], cursor);
    const after: Place | undefined = position && [Number(position[0]), Number(position[1])];
    const { rows, next } = readRows(this.#range(run, order, query), {
      after,
      limit: pageLimit(query),
      searches: contains !== undefined,
      rowsOf: (numbers) => this.#rowsOf(run, runId, numbers, likePattern(contains)),
    });
    return { rows, next: next === undefined ? null : cursorOf(order, next) };
  }

  task(run: number, runId: string, taskId: string): TaskRecord | undefined {
    const row = this.#one.get(run, taskId);
    return row && taskOf(runId, row);
  }

  attempts(run: number, taskId: string): AttemptRecord[] {
    const row = this.#one.get(run, taskId);
    return row === undefined ? [] : this.#attempts.all(run, Number(row.number)).map(attemptOf);
  }

  history(run: number, runId: string, taskId: string): StateRecord[] {
    const row = this.#one.get(run, taskId);
    if (row === undefined) return [];
    const attempts = this.#attempts.all(run, Number(row.number)).map(attemptOf);
    const runningSince = row.attempt_at === null ? null : Number(row.attempt_at);
    return taskHistory(taskOf(runId, row), attempts, runningSince);
  }

  /** The remaining tasks of a name behind a number, and the number of the last of them. */
  remaining(run: number, name: string, after: number): { tasks: PlannedTask[]; last: number } {
    const open = this.#classesOf(run).filter((it) => it.phase !== 'final' && it.name === name);
    const rows = open
      .flatMap(({ id }) => this.#remaining.all(id, after, REMAINING))
      .sort((a, b) => Number(a.number) - Number(b.number))
      .slice(0, REMAINING);
    const tasks = rows.map(({ task_id, input, bytes }) => ({
      taskId: String(task_id),
      name,
      input: jsonOf(input),
      ...(bytes === null ? {} : { bytes: Number(bytes) }),
    }));
    return { tasks, last: Number(rows.at(-1)?.number ?? after) };
  }

  #range(run: number, order: Order, { states, name, errorCode }: TaskQuery): Range {
    if (order === 'planned' && states === undefined && name === undefined && errorCode === undefined) {
      return (after, limit) => placesOf(this.#all.all(run, after?.[0] ?? 0, limit));
    }
    const wanted = this.#classesOf(run).filter(
      (it) =>
        (states?.includes(it.state) ?? true) &&
        (name === undefined || it.name === name) &&
        (errorCode === undefined || it.errorCode === errorCode),
    );
    const first: Place = order === 'planned' ? [0, 0] : [Number.MAX_SAFE_INTEGER, 0];
    const ranges = wanted.map(({ id }): Range => {
      return (after = first, limit) => placesOf(this.#ranges[order].all(id, ...after, limit));
    });
    return merged(ranges, order !== 'planned');
  }

  #rowsOf(run: number, runId: string, numbers: readonly number[], pattern: string): Map<number, TaskRecord> {
    const rows = this.#rows.all(run, JSON.stringify(numbers), pattern);
    return new Map(rows.map((row) => [Number(row.number), taskOf(runId, row)]));
  }
}

function placesOf(rows: readonly Record<string, unknown>[]): Place[] {
  return rows.map(({ key, number }) => [Number(key), Number(number)]);
}
