import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { CopiedTable, RecordRows, StoredRow } from '@tapehaul/catalog';
import { isAlive } from '@tapehaul/sqlite';
import { fillInTurns } from '../cells/fill-in-turns.ts';
import { guarded } from '../file/guarded.ts';
import { recordPath } from '../file/record-path.ts';
import { ownerProcess, RUN_COLUMNS } from '../rows/rows.ts';
import { inUse } from '../runs/in-use.ts';
import { openDatabase } from '../schema/database.ts';
import { COPIED_ROWS } from './copied-rows.ts';

/** Rows of a page. */
const PAGE = 1_000;

/**
 * Opens the record of an output directory to copy all of its rows. Until that is closed, other processes can read the record, but not write to it.
 * Rejects with a TapehaulError `output_in_use` while a living process owns a run in it, and as opening a record does.
 */
export async function readRows(root: string): Promise<RecordRows> {
  const path = recordPath(root);
  const database = openDatabase(path);
  await fillInTurns(database, path);
  try {
    guarded(path, () => database.exec('BEGIN IMMEDIATE'));
    const open = database.prepare(`SELECT ${RUN_COLUMNS} FROM runs WHERE ended_at IS NULL`).all();
    const owned = open.find((row) => isAlive(String(row.run_id), ownerProcess(row)));
    if (owned !== undefined) throw inUse(owned, path);
    return new SqliteRows(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
}

class SqliteRows implements RecordRows {
  readonly #database: DatabaseSync;
  readonly #path: string;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
  }

  count(table: CopiedTable): number {
    const { select } = COPIED_ROWS[table];
    const counted = guarded(this.#path, () =>
      this.#database.prepare(`SELECT count(*) AS rows FROM (${select})`).get(),
    );
    return Number(counted?.rows);
  }

  async *rows(table: CopiedTable): AsyncGenerator<readonly StoredRow[], void, undefined> {
    const { select, order } = COPIED_ROWS[table];
    const found = guarded(this.#path, () => this.#database.prepare(`${select} ORDER BY ${order}`).iterate());
    for (;;) {
      const page = guarded(this.#path, () => nextRows(found));
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
    }
  }

  close(): void {
    this.#database.close();
  }
}

/** The next rows of a statement, at most a page of them. */
function nextRows(found: Iterator<Record<string, SQLOutputValue>>): StoredRow[] {
  const page: StoredRow[] = [];
  while (page.length < PAGE) {
    const { done, value } = found.next();
    if (done === true) break;
    page.push(storedRow(value));
  }
  return page;
}

function storedRow(row: Record<string, SQLOutputValue>): StoredRow {
  const values = Object.entries(row).map(([column, value]) => [
    column,
    typeof value === 'bigint' ? Number(value) : value,
  ]);
  return Object.fromEntries(values);
}
