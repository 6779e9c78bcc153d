import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AttemptRecord, StateRecord, TaskPage, TaskQuery, TaskRecord } from '@tapehaul/catalog';
import {
  cursorOf,
  KeyRanges,
  likePattern,
  pageLimit,
  positionOf,
  type RowKey,
  type SeenClass,
  seenAttempts,
  seenTask,
  sortedPage,
  taskHistory,
} from '@tapehaul/catalog/rules';
import type { DeadRuns } from '../../owners/dead-runs.ts';
import { readRows } from '../../paging/keyset.ts';
import { attemptRecord, numberOrNull, type Row, taskRecord } from '../../rows/rows.ts';
import { CHANGED, STATES_OF_TASKS } from '../../rows/task-row.ts';
import { TaskRanges } from '../task-ranges.ts';
import { KeyTasks } from './key-tasks.ts';

const TASK = `SELECT tasks.number AS number, task_id, input, tasks.planned_at AS planned_at, name, state, phase, error_code,
  ${CHANGED} FROM tasks ${STATES_OF_TASKS}`;

/** Reads the tasks of runs. */
export class TaskReader {
  readonly #dead: DeadRuns;
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #ranges: TaskRanges;
  readonly #keys: KeyTasks;
  readonly #rows: StatementSync;
  readonly #one: StatementSync;
  readonly #attempts: StatementSync;

  constructor(database: DatabaseSync, dead: DeadRuns, classesOf: (run: number) => SeenClass[]) {
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#dead = dead;
    this.#classesOf = classesOf;
    this.#ranges = new TaskRanges(database);
    this.#keys = new KeyTasks(database);
    this.#rows = sql(
      `${TASK} WHERE tasks.run = ?1 AND tasks.number IN (SELECT value FROM json_each(?2)) AND task_id LIKE ?3 ESCAPE '\\'
         AND (?4 IS NULL OR classes.id IN (SELECT value FROM json_each(?4)))`,
    );
    this.#one = sql(`${TASK} WHERE tasks.run = ? AND task_id = ?`);
    this.#attempts = sql(
      `SELECT attempt, started_at, ended_at, state, error_code, error_message
       FROM attempts JOIN classes ON classes.id = class WHERE attempts.run = ? AND number = ? ORDER BY attempt`,
    );
  }

  page(run: number, runId: string, query: TaskQuery): TaskPage {
    if (query.keys !== undefined) return this.#pageOfKeys(run, runId, query);
    const { order = 'planned', contains } = query;
    return this.#pageOf(run, query, {
      kind: contains === undefined ? order : `${order} search`,
      rowsOf: (numbers) => this.#rowsOf(run, runId, numbers, likePattern(contains)),
    });
  }

  task(run: number, runId: string, taskId: string): TaskRecord | undefined {
    const row = this.#one.get(run, taskId);
    return row && seenTask(taskRecord(runId, row), this.#dead.crashedAt(run));
  }

  attempts(run: number, runId: string, taskId: string): AttemptRecord[] {
    const row = this.#one.get(run, taskId);
    return row === undefined ? [] : this.#attemptsOf(run, runId, row);
  }

  history(run: number, runId: string, taskId: string): StateRecord[] {
    const row = this.#one.get(run, taskId);
    if (row === undefined) return [];
    const lastSignAt = this.#dead.crashedAt(run);
    const runningSince = row.attempt_at === null || lastSignAt !== undefined ? null : Number(row.attempt_at);
    const task = seenTask(taskRecord(runId, row), lastSignAt);
    return taskHistory(task, this.#attemptsOf(run, runId, row), runningSince);
  }

  #attemptsOf(run: number, runId: string, row: Row): AttemptRecord[] {
    const ended = this.#attempts.all(run, Number(row.number)).map(attemptRecord);
    return seenAttempts(
      ended,
      numberOrNull(row.attempt_at),
      taskRecord(runId, row),
      this.#dead.crashedAt(run),
    );
  }

  /** A page by ranges of places; `kind` names the list in its cursors. */
  #pageOf(
    run: number,
    query: TaskQuery,
    { kind, rowsOf }: { readonly kind: string; readonly rowsOf: RowsOf },
  ): TaskPage {
    const { order = 'planned', contains, keys, cursor } = query;
    const { after, read: before } = placeIn(kind, cursor);
    const searches = contains !== undefined || keys !== undefined;
    const classes = this.#wanted(run, query);
    const range = classes === undefined && order === 'planned' ? this.#ranges.ofRun(run) : undefined;
    const { rows, next, examined } = readRows(
      range ?? this.#ranges.ofClasses(classes ?? this.#classesOf(run), order),
      { after, limit: pageLimit(query), searches, rowsOf },
    );
    const read = before + examined;
    const of = total(classes ?? this.#classesOf(run));
    const searched = { tasks: next === undefined ? of : Math.min(read, of), of };
    return {
      rows,
      next: next === undefined ? null : cursorOf(kind, [...next, searches ? read : 0]),
      searched: contains === undefined || keys !== undefined ? null : searched,
    };
  }

  #pageOfKeys(run: number, runId: string, query: TaskQuery): TaskPage {
    const { keys: filter = {}, order = 'planned', contains, cursor } = query;
    const keys = new KeyRanges(filter);
    const classes = this.#wanted(run, query);
    const rowsOf: RowsOf = (numbers) => this.#rowsOf(run, runId, numbers, likePattern(contains), classes);
    const planned = this.#ranges.ofClasses(classes ?? [], 'planned');
    const wanted = { run, keys, classes, planned, rowsOf };
    const limit = pageLimit(query);
    if (order === 'planned') {
      const after = cursor === undefined ? undefined : String(positionOf('keys', [''], cursor)[0]);
      const { rows, next } = this.#keys.page(wanted, limit, after);
      return { rows, next: next === undefined ? null : cursorOf('keys', [next]), searched: null };
    }
    const kind = `${order} keys`;
    const all = this.#keys.all(wanted);
    if (all !== undefined) {
      const { rows, next } = sortedPage(all, order, { after: placeIn(kind, cursor).after, limit });
      return { rows, next: next === undefined ? null : cursorOf(kind, [...next, 0]), searched: null };
    }
    return this.#pageOf(run, query, {
      kind,
      rowsOf: (numbers) => new Map([...rowsOf(numbers)].filter(([, { taskId }]) => keys.isWanted(taskId))),
    });
  }

  /** The classes of the tasks that are wanted; undefined for all. */
  #wanted(run: number, { states, name, errorCode }: TaskQuery): SeenClass[] | undefined {
    if (states === undefined && name === undefined && errorCode === undefined) return undefined;
    return this.#classesOf(run).filter(
      (it) =>
        (states?.includes(it.state) ?? true) &&
        (name === undefined || it.name === name) &&
        (errorCode === undefined || it.errorCode === errorCode),
    );
  }

  #rowsOf(
    run: number,
    runId: string,
    numbers: readonly number[],
    pattern: string,
    classes?: readonly SeenClass[],
  ): Map<number, TaskRecord> {
    const lastSignAt = this.#dead.crashedAt(run);
    const ids = classes === undefined ? null : JSON.stringify(classes.map(({ id }) => id));
    const rows = this.#rows.all(run, JSON.stringify(numbers), pattern, ids);
    return new Map(rows.map((row) => [Number(row.number), seenTask(taskRecord(runId, row), lastSignAt)]));
  }
}

type RowsOf = (numbers: readonly number[]) => ReadonlyMap<number, TaskRecord>;

/** The place that a cursor names, and how many tasks a search had read up to it. */
function placeIn(
  kind: string,
  cursor: string | undefined,
): { readonly after: RowKey | undefined; readonly read: number } {
  if (cursor === undefined) return { after: undefined, read: 0 };
  const [key, number, read] = positionOf(kind, [0, 0, 0], cursor);
  return { after: [Number(key), Number(number)], read: Number(read) };
}

function total(classes: readonly SeenClass[]): number {
  return classes.reduce((sum, { tasks }) => sum + tasks, 0);
}
