import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RemainingFolder } from '@tapehaul/catalog';
import { ROWS } from '../paging/snapshots.ts';

/** Batches that are added up together. */
const BATCHES = 64;

/** Blocks of ?1 bytes that a task fills, a number that is bound as a real one; null for one planned without an input or bytes. */
const BLOCKS =
  'CASE WHEN input IS NOT NULL AND bytes > 0 THEN (bytes + CAST(?1 AS INTEGER) - 1) / CAST(?1 AS INTEGER) END';

/** Tasks of a batch, all of them and those without an outcome. */
const ALL = 'FROM tasks WHERE run = ?2 AND number BETWEEN ?3 AND ?4 AND batch = ?5';
const LEFT = `${ALL}
  AND NOT EXISTS (SELECT 1 FROM outcomes WHERE outcomes.run = tasks.run AND outcomes.number = tasks.number)
  AND (done = 0
    OR EXISTS (SELECT 1 FROM progress WHERE progress.run = tasks.run AND progress.number = tasks.number))`;

/** Statements over tasks of a batch. */
interface Sums {
  /** Adds up all of them, with the least of their ids and the greatest. */
  readonly together: StatementSync;
  /** Reads each. */
  readonly each: StatementSync;
}

/** Adds up the planned tasks that have no outcome. Most batches are added up inside SQLite: a plan may have millions of tasks. */
export class RemainingFolders {
  readonly #open: StatementSync;
  readonly #ids: StatementSync;
  readonly #all: Sums;
  readonly #left: Sums;

  constructor(database: DatabaseSync) {
    this.#open = database.prepare(
      `SELECT number, first, last, open FROM batches
       WHERE run = ? AND name = ? AND open > 0 AND number > ? ORDER BY number LIMIT ${BATCHES}`,
    );
    this.#ids = database.prepare('SELECT task_id FROM tasks WHERE run = ? AND number IN (?, ?)');
    this.#all = sumsOf(database, ALL);
    this.#left = sumsOf(database, LEFT);
  }

  /** The folders of batches behind one, and the number of the last of these. */
  behind(
    run: number,
    name: string,
    blockBytes: number,
    after: number,
  ): { rows: RemainingFolder[]; last: number } {
    const folders: RemainingFolder[] = [];
    let read = after;
    for (const { number, first, last, open } of this.#open.all(run, name, after)) {
      const isWhole = open === Number(last) - Number(first) + 1;
      const sums = isWhole ? this.#all : this.#left;
      const where = [blockBytes, run, Number(first), Number(last), Number(number)] as const;
      const ends = this.#ids.all(run, Number(first), Number(last)).map((row) => String(row.task_id));
      const added = (areAlike(ends) && together(sums, where)) || byFolder(sums, where);
      if (folders.length + added.length > ROWS) break;
      folders.push(...added);
      read = Number(number);
    }
    return { rows: folders, last: read };
  }
}

function sumsOf(database: DatabaseSync, from: string): Sums {
  const together = database.prepare(
    `SELECT min(task_id) AS least, max(task_id) AS greatest, count(*) AS tasks, count(${BLOCKS}) AS sized,
       ifnull(sum(${BLOCKS}), 0) AS blocks ${from}`,
  );
  const each = database.prepare(`SELECT task_id, ${BLOCKS} ${from}`);
  each.setReturnArrays(true);
  return { together, each };
}

type Where = readonly [blockBytes: number, run: number, first: number, last: number, batch: number];

/** All tasks as one folder; undefined where they are of several: what stands between two ids begins as both do. */
function together({ together: sums }: Sums, where: Where): [RemainingFolder] | undefined {
  const { least, greatest, tasks, sized, blocks } = sums.get(...where) ?? {};
  if (tasks === 0) return undefined;
  const ends = [String(least), String(greatest)];
  if (!areAlike(ends)) return undefined;
  const counts = { tasks: Number(tasks), sized: Number(sized), blocks: Number(blocks) };
  return [{ example: String(least), ...counts }];
}

function byFolder({ each }: Sums, where: Where): RemainingFolder[] {
  const folders = new Map<string, { example: string; tasks: number; sized: number; blocks: number }>();
  for (const row of each.all(...where)) {
    const [id, blocks] = Object.values(row);
    const example = String(id);
    const name = folderOf(example);
    const folder = folders.get(name) ?? { example, tasks: 0, sized: 0, blocks: 0 };
    folders.set(name, folder);
    folder.tasks += 1;
    if (blocks === null) continue;
    folder.sized += 1;
    folder.blocks += Number(blocks);
  }
  return [...folders.values()];
}

function areAlike(ids: readonly string[]): boolean {
  return new Set(ids.map(folderOf)).size === 1;
}

function folderOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/') + 1);
}
