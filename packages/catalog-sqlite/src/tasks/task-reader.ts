import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AttemptRecord, StateRecord, TaskPage, TaskQuery, TaskRecord } from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf, taskHistory } from '@tapehaul/catalog/rules';
import type { DeadRuns } from '../owners/dead-runs.ts';
import { type Range, type RowKey, readRows } from '../paging/keyset.ts';
import { likePattern } from '../paging/like-pattern.ts';
import { attemptRecord, type Row, taskRecord } from '../rows/rows.ts';
import { CHANGED, STATES_OF_TASKS } from '../rows/task-row.ts';
import { type SeenClass, seenAttempts, seenTask } from './crashed-tasks.ts';
import { type TaskOrder, TaskRanges } from './task-ranges.ts';

const TASK = `SELECT tasks.number AS number, task_id, input, tasks.planned_at AS planned_at, name, state, phase, error_code,
  ${CHANGED} FROM tasks ${STATES_OF_TASKS}`;

/** Reads the tasks of runs. */
export class TaskReader {
  readonly #dead: DeadRuns;
  readonly #classesOf: (run: number) => SeenClass[];
  readonly #ranges: TaskRanges;
  readonly #rows: StatementSync;
  readonly #one: StatementSync;
  readonly #attempts: StatementSync;

  constructor(database: DatabaseSync, dead: DeadRuns, classesOf: (run: number) => SeenClass[]) {
    const sql = (text: string): StatementSync => database.prepare(text);
    this.#dead = dead;
    this.#classesOf = classesOf;
    this.#ranges = new TaskRanges(database);
    this.#rows = sql(
      `${TASK} WHERE tasks.run = ? AND tasks.number IN (SELECT value FROM json_each(?)) AND task_id LIKE ? ESCAPE '\\'`,
    );
    this.#one = sql(`${TASK} WHERE tasks.run = ? AND task_id = ?`);
    this.#attempts = sql(
      `SELECT attempt, started_at, ended_at, state, error_code, error_message
       FROM attempts JOIN classes ON classes.id = class WHERE attempts.run = ? AND number = ? ORDER BY attempt`,
    );
  }

  page(run: number, runId: string, query: TaskQuery): TaskPage {
    const { order = 'planned', contains, cursor } = query;
    const position = cursor === undefined ? undefined : positionOf(order, [0, 0], cursor);
    const after: RowKey | undefined = position && [Number(position[0]), Number(position[1])];
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
    return seenAttempts(ended, row, taskRecord(runId, row), this.#dead.crashedAt(run));
  }

  #range(run: number, order: TaskOrder, { states, name, errorCode }: TaskQuery): Range {
    if (order === 'planned' && states === undefined && name === undefined && errorCode === undefined) {
      return this.#ranges.ofRun(run);
    }
    const wanted = this.#classesOf(run).filter(
      (it) =>
        (states?.includes(it.state) ?? true) &&
        (name === undefined || it.name === name) &&
        (errorCode === undefined || it.errorCode === errorCode),
    );
    return this.#ranges.ofClasses(wanted, order);
  }

  #rowsOf(run: number, runId: string, numbers: readonly number[], pattern: string): Map<number, TaskRecord> {
    const lastSignAt = this.#dead.crashedAt(run);
    const rows = this.#rows.all(run, JSON.stringify(numbers), pattern);
    return new Map(rows.map((row) => [Number(row.number), seenTask(taskRecord(runId, row), lastSignAt)]));
  }
}
