import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The tasks of a class that are in one of the tables, counted. */
export interface ClassEnds {
  /** By the second of their last change, or a later one: takes the least time in milliseconds, the class, and the numbers as {@link isChosen}. */
  readonly bySecond: StatementSync;
  /** Takes the class and the numbers. */
  readonly byBatch: StatementSync;
}

/** Those of `planned` tasks that were done then, and that nothing has happened to since. */
export const STANDS_AS_PLANNED = `done = 1
  AND NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.run = planned.run AND outcomes.number = planned.number)
  AND NOT EXISTS (SELECT 1 FROM progress WHERE progress.run = planned.run AND progress.number = planned.number)`;

/** Whether a row is among numbers that are given as JSON, or any where null is given. */
export function isChosen(parameter: string, table = ''): string {
  return `(${parameter} IS NULL OR ${table}number IN (SELECT value FROM json_each(${parameter})))`;
}

/** Counts the tasks of a class that have begun, that have ended, or that were done when they were planned. */
export function classEnds(database: DatabaseSync, table: 'progress' | 'outcomes' | 'planned'): ClassEnds {
  const isDone = table === 'planned';
  const time = isDone ? 'planned_at' : 'updated_at';
  const from = isDone ? 'tasks AS planned' : table;
  const where = (parameter: number): string =>
    `${table}.class = ?${parameter} AND ${isChosen(`?${parameter + 1}`, `${table}.`)}${isDone ? ` AND ${STANDS_AS_PLANNED}` : ''}`;
  const join = isDone ? '' : `JOIN tasks ON tasks.run = ${table}.run AND tasks.number = ${table}.number`;
  return {
    bySecond: database.prepare(
      `SELECT max(${table}.${time}, ?1) / 1000 AS second, count(*) AS tasks, ifnull(sum(${table}.bytes), 0) AS bytes
       FROM ${from} WHERE ${where(2)} GROUP BY second`,
    ),
    byBatch: database.prepare(
      `SELECT batch, count(*) AS tasks FROM ${from} ${join} WHERE ${where(1)} AND batch IS NOT NULL GROUP BY batch`,
    ),
  };
}
