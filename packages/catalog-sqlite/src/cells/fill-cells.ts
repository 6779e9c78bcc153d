import type { DatabaseSync } from 'node:sqlite';
import { formatSeries, isDay, parseKey } from '@tapehaul/archive';
import { type DayState, isDayState } from '@tapehaul/coverage';
import { STATES_OF_TASKS } from '../rows/task-row.ts';
import { CellWriter, cellFile } from './cell-writer.ts';

/** Rows that are read in one turn: some 10 ms. */
const ROWS = 2_000;

/** How far the cells of a record are filled that an earlier version made, in rows of the record. */
export interface FillProgress {
  readonly done: number;
  readonly total: number;
}

/** Where the next turn begins: the gaps of a run, then its tasks, then the next run; at last what is held. */
type Place =
  | { readonly stage: 'run'; readonly run: number }
  | { readonly stage: 'gaps'; readonly run: number; readonly after: readonly string[] }
  | { readonly stage: 'tasks'; readonly run: number; readonly after: number }
  | { readonly stage: 'held'; readonly after: string };

/** Notes that the cells of a record have to be filled, unless it is empty; to be used in the transaction that makes their table. */
export function requestFill(database: DatabaseSync): void {
  const tables = ['gaps', 'tasks', 'objects'];
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
  const total = Number(database.prepare(`SELECT ${counts} AS total`).get()?.total);
  if (total === 0) return;
  database.exec(
    'CREATE TABLE cells_fill (place TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL) STRICT',
  );
  const first: Place = { stage: 'run', run: 0 };
  database.prepare('INSERT INTO cells_fill VALUES (?, 0, ?)').run(JSON.stringify(first), total);
}

/** Whether the cells of a record are not filled yet, or not to the end. */
export function isFillPending(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'cells_fill'").get() !== undefined;
}

/**
 * Fills the cells of a record from what it knows: the verdicts and the outcomes of its runs, a later run over an earlier one,
 * what they planned and did not end, and what is held over all. Where it stands is stored with what it has filled, so that any
 * process can continue it, and several can take turns.
 */
export class CellFill {
  readonly #database: DatabaseSync;
  readonly #cells: CellWriter;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#cells = new CellWriter(database);
  }

  /** Does one turn, in a transaction that the caller makes, and gives how far it has come; undefined when nothing is left. */
  turn(): FillProgress | undefined {
    if (!isFillPending(this.#database)) return undefined;
    const row = this.#database.prepare('SELECT place, done, total FROM cells_fill').get();
    const place: Place = JSON.parse(String(row?.place));
    const { next, rows } = this.#filled(place);
    this.#cells.write();
    if (next === undefined) {
      this.#database.exec('DROP TABLE cells_fill');
      return undefined;
    }
    const done = Number(row?.done) + rows;
    this.#database.prepare('UPDATE cells_fill SET place = ?, done = ?').run(JSON.stringify(next), done);
    return { done, total: Number(row?.total) };
  }

  /** Forgets what a turn has not written, when its transaction failed. */
  clear(): void {
    this.#cells.clear();
  }

  #filled(place: Place): { readonly next: Place | undefined; readonly rows: number } {
    if (place.stage === 'run') return { next: this.#runBehind(place.run), rows: 0 };
    if (place.stage === 'gaps') return this.#gaps(place);
    return place.stage === 'tasks' ? this.#tasks(place) : this.#held(place);
  }

  #runBehind(run: number): Place {
    const row = this.#database.prepare('SELECT min(id) AS id FROM runs WHERE id > ?').get(run);
    return typeof row?.id === 'number'
      ? { stage: 'gaps', run: row.id, after: ['', '', '', ''] }
      : { stage: 'held', after: '' };
  }

  #gaps({ run, after }: Extract<Place, { stage: 'gaps' }>) {
    const rows = this.#database
      .prepare(
        `SELECT series, first, last, verdict FROM gaps WHERE run = ? AND (series, first, last, verdict) > (?, ?, ?, ?)
         ORDER BY series, first, last, verdict LIMIT ${ROWS}`,
      )
      .all(run, ...after);
    let last: string[] = [];
    for (const row of rows) {
      last = [row.series, row.first, row.last, row.verdict].map(String);
      const [series = '', from = '', to = '', state = ''] = last;
      if (!isDayState(state) || !isDay(from) || !isDay(to)) continue;
      this.#cells.span(series, { partition: 'daily', first: from, last: to, state });
    }
    const next: Place =
      rows.length < ROWS ? { stage: 'tasks', run, after: -1 } : { stage: 'gaps', run, after: last };
    return { next, rows: rows.length };
  }

  #tasks({ run, after }: Extract<Place, { stage: 'tasks' }>) {
    const rows = this.#database
      .prepare(
        `SELECT tasks.number AS number, done, task_id, state, phase, error_code FROM tasks ${STATES_OF_TASKS}
         WHERE tasks.run = ? AND tasks.number > ? ORDER BY tasks.number LIMIT ${ROWS}`,
      )
      .all(run, after);
    for (const { done, task_id, state, phase, error_code } of rows) {
      const known = Number(done) === 0 ? stateOfTask(state, phase, error_code) : undefined;
      const object = known === undefined ? undefined : parseKey(String(task_id));
      if (known === undefined || object === undefined) continue;
      const { partition, period } = object;
      this.#cells.file({ series: formatSeries(object), partition, period }, known);
    }
    const last = Number(rows.at(-1)?.number);
    const next: Place = rows.length < ROWS ? { stage: 'run', run } : { stage: 'tasks', run, after: last };
    return { next, rows: rows.length };
  }

  #held({ after }: Extract<Place, { stage: 'held' }>) {
    const rows = this.#database
      .prepare(
        `SELECT key, series, partition, period, proof, accepted FROM objects WHERE key > ? ORDER BY key LIMIT ${ROWS}`,
      )
      .all(after);
    for (const { series, partition, period, proof, accepted } of rows) {
      const file = cellFile(series, partition, period);
      if (file === undefined) continue;
      // No plan of that time said which days a month does not hold.
      if (file.partition === 'monthly') this.#cells.file(file, 'planned');
      this.#cells.file(file, proof === 'sidecar' ? 'proved' : accepted === 1 ? 'accepted' : 'unverified');
    }
    const next: Place | undefined =
      rows.length < ROWS ? undefined : { stage: 'held', after: String(rows.at(-1)?.key) };
    return { next, rows: rows.length };
  }
}

/** What a task that did not bring its file says of it: one without an end was planned. Undefined for other ends. */
function stateOfTask(state: unknown, phase: unknown, errorCode: unknown): DayState | undefined {
  if (phase !== 'final') return 'planned';
  if (state === 'Absent') return 'absent';
  if (state !== 'Failed' && state !== 'Corrupt') return undefined;
  return errorCode === 'checksum_disputed' ? 'disputed' : 'failed';
}
