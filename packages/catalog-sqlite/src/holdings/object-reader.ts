import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries, seriesParts } from '@tapehaul/archive';
import type {
  ChangeRecord,
  CoverageQuery,
  GapRecord,
  MissingObject,
  ObjectRecord,
  Page,
  SeriesCoverage,
  VersionRecord,
} from '@tapehaul/catalog';
import { behindPrefix, cursorOf, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import { type PageReader, ROWS } from '../paging/snapshots.ts';
import {
  changeRecord,
  gapRecord,
  OBJECT_COLUMNS,
  objectRecord,
  type Row,
  versionRecord,
} from '../rows/rows.ts';
import { STATES_OF_TASKS } from '../rows/task-row.ts';

const OBJECT = `SELECT ${OBJECT_COLUMNS} FROM objects JOIN runs ON runs.id = run`;
const VERSION = 'SELECT versions.*, run_id FROM versions JOIN runs ON runs.id = run';

/** Reads what is held, and what runs have noted of it. */
export class ObjectReader {
  readonly #one: StatementSync;
  readonly #several: StatementSync;
  readonly #byKey: StatementSync;
  readonly #bySeries: StatementSync;
  readonly #byRun: StatementSync;
  readonly #coverage: StatementSync;
  readonly #gaps: StatementSync;
  readonly #changes: StatementSync;
  readonly #lastChange: StatementSync;
  readonly #missing: StatementSync;
  readonly #versions: StatementSync;
  readonly #versionsOfKey: StatementSync;

  constructor(database: DatabaseSync) {
    const sql = (text: string): StatementSync => database.prepare(text);
    const objects = (where: string): StatementSync => {
      const statement = sql(`${OBJECT} WHERE ${where}`);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#one = objects('key = ?');
    this.#several = objects('objects.key IN (SELECT value FROM json_each(?))');
    this.#byKey = objects(`key > ? ORDER BY key LIMIT ${ROWS}`);
    this.#bySeries = objects(
      `series IS NOT NULL AND series < ? AND (series, partition, period, key) > (?, ?, ?, ?)
       ORDER BY series, partition, period, key LIMIT ${ROWS}`,
    );
    this.#byRun = objects(`run = ? AND key > ? ORDER BY key LIMIT ${ROWS}`);
    const period = (pick: string): string =>
      `(SELECT ${pick}(period) FROM objects WHERE objects.series = coverage.series
         AND objects.partition = coverage.partition)`;
    this.#coverage = sql(
      `SELECT *, ${period('min')} AS first, ${period('max')} AS last FROM coverage
       WHERE (series, partition) > (?, ?) AND series >= ? AND series < ? ORDER BY series, partition LIMIT ?`,
    );
    this.#gaps = sql(
      `SELECT * FROM gaps WHERE run = ? AND (series, first, last, verdict) > (?, ?, ?, ?)
       ORDER BY series, first, last, verdict LIMIT ${ROWS}`,
    );
    this.#changes = sql(`SELECT * FROM changes WHERE run = ? AND id > ? ORDER BY id LIMIT ${ROWS}`);
    this.#lastChange = sql(
      `SELECT changes.*, run_id FROM changes JOIN runs ON runs.id = run WHERE key = ?
       ORDER BY changes.id DESC LIMIT 1`,
    );
    this.#missing = sql(
      `SELECT EXISTS (SELECT 1 FROM tasks ${STATES_OF_TASKS}
           WHERE tasks.run = ?1 AND task_id = ?2 AND state = ?3)
         OR EXISTS (SELECT 1 FROM gaps WHERE run = ?1 AND series = ?4 AND first <= ?5 AND last >= ?5) AS missing`,
    );
    this.#versions = sql(`${VERSION} WHERE versions.id < ? ORDER BY versions.id DESC LIMIT ${ROWS}`);
    this.#versionsOfKey = sql(
      `${VERSION} WHERE key = ? AND versions.id < ? ORDER BY versions.id DESC LIMIT ${ROWS}`,
    );
  }

  find(key: string): ObjectRecord | undefined {
    const row = this.#one.get(key);
    return row && objectRecord(Object.values(row));
  }

  findAll(keys: readonly string[]): Map<string, ObjectRecord> {
    const rows = this.#several.all(JSON.stringify(keys));
    return new Map(objectRecords(rows).map((object) => [object.key, object]));
  }

  held(prefix?: string): PageReader<ObjectRecord> {
    if (prefix === undefined) return (after) => objectRecords(this.#byKey.all(after?.key ?? ''));
    const end = behindPrefix(prefix);
    return (after) => {
      const { series, partition, period, key = '' } = after ?? {};
      const name = series ? formatSeries(series) : prefix;
      return objectRecords(this.#bySeries.all(end, name, partition ?? '', period ?? '', key));
    };
  }

  recordedBy(run: number): PageReader<ObjectRecord> {
    return (after) => objectRecords(this.#byRun.all(run, after?.key ?? ''));
  }

  coverage(query: CoverageQuery): Page<SeriesCoverage> {
    const { cursor, prefix = '' } = query;
    const [series = '', partition = ''] =
      cursor === undefined ? [] : positionOf('coverage', ['', ''], cursor);
    const limit = pageLimit(query);
    const found = this.#coverage.all(series, partition, prefix, behindPrefix(prefix), limit + 1);
    const rows = found.slice(0, limit).map(coverageOf);
    const last = rows.at(-1);
    const more = found.length > limit && last !== undefined;
    return { rows, next: more ? cursorOf('coverage', [formatSeries(last.series), last.partition]) : null };
  }

  gaps(run: number): PageReader<GapRecord> {
    return (after) => {
      const { series, first = '', last = '', verdict = '' } = after ?? {};
      const name = series === undefined ? '' : formatSeries(series);
      return this.#gaps.all(run, name, first, last, verdict).map(gapRecord);
    };
  }

  changes(run: number, runId: string): PageReader<ChangeRecord> {
    return this.#numbered(
      (after) => this.#changes.all(run, after ?? 0),
      (row) => changeRecord(runId, row),
    );
  }

  lastChange(key: string): ChangeRecord | undefined {
    const row = this.#lastChange.get(key);
    return row && changeRecord(String(row.run_id), row);
  }

  wasMissing(run: number, { taskId, state, series, day }: MissingObject): boolean {
    return this.#missing.get(run, taskId, state, formatSeries(series), day)?.missing === 1;
  }

  versions(key: string | undefined): PageReader<VersionRecord> {
    return this.#numbered((after = Number.MAX_SAFE_INTEGER) => {
      return key === undefined ? this.#versions.all(after) : this.#versionsOfKey.all(key, after);
    }, versionRecord);
  }

  /** Pages of rows whose place is a number that their records do not hold. */
  #numbered<Value>(
    read: (after: number | undefined) => Row[],
    recordOf: (row: Row) => Value,
  ): PageReader<Value> {
    let last: number | undefined;
    return () => {
      const rows = read(last);
      last = Number(rows.at(-1)?.id ?? last);
      return rows.map(recordOf);
    };
  }
}

/** Objects from rows that come as arrays, which node:sqlite's types call objects. */
function objectRecords(rows: readonly object[]): ObjectRecord[] {
  return rows.map((row) => objectRecord(Object.values(row)));
}

function coverageOf(row: Row): SeriesCoverage {
  return {
    series: seriesParts(String(row.series)),
    partition: String(row.partition),
    objects: Number(row.objects),
    proved: Number(row.proved),
    deep: Number(row.deep),
    bytes: Number(row.bytes),
    first: String(row.first ?? ''),
    last: String(row.last ?? ''),
  };
}
