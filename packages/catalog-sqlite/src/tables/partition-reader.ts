import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type { Page, PartitionRecord, PartitionsQuery } from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf } from '@tapehaul/catalog/rules';
import type { DayRange } from '@tapehaul/coverage';
import type { Row } from '../rows/rows.ts';
import { SeriesRanges } from './series-ranges.ts';
import { partitionRecord } from './table-rows.ts';

const PARTITION = 'SELECT partitions.*, run_id FROM partitions JOIN runs ON runs.id = run';

/** Periods of a range of days: a month is in it when one of its days is. */
const IN_RANGE = `period >= substr(:from, 1, 7) AND period <= :to AND (length(period) = 7 OR period >= :from)`;

/** Behind all days and months. */
const BEHIND_ALL = '~';

/** Reads which partitions of tables were built. */
export class PartitionReader {
  readonly #ranges: SeriesRanges;
  readonly #one: StatementSync;
  readonly #page: StatementSync;
  readonly #identities: StatementSync;

  constructor(database: DatabaseSync) {
    this.#ranges = new SeriesRanges(database, 'partitions');
    this.#one = database.prepare(`${PARTITION} WHERE path = ?`);
    this.#page = database.prepare(
      `${PARTITION} WHERE (series, period, path) > (:series, :period, :path) AND series < :end AND ${IN_RANGE}
       ORDER BY series, period, path LIMIT :limit`,
    );
    this.#identities = database.prepare(
      `SELECT path, identity FROM partitions WHERE series = :series AND ${IN_RANGE} ORDER BY period, path`,
    );
  }

  find(path: string): PartitionRecord | undefined {
    const row = this.#one.get(path);
    return row && partitionRecord(row);
  }

  page(query: PartitionsQuery): Page<PartitionRecord> {
    const [afterSeries = '', afterPeriod = '', afterPath = ''] =
      query.cursor === undefined ? [] : positionOf('partitions', ['', '', ''], query.cursor).map(String);
    const limit = pageLimit(query);
    const found: Row[] = [];
    for (const { first, end } of this.#ranges.of(query, afterSeries)) {
      const isBegun = first === afterSeries;
      const [period, path] = isBegun ? [afterPeriod, afterPath] : ['', ''];
      const behind = { ':series': first, ':period': period, ':path': path, ':end': end };
      const left = limit + 1 - found.length;
      found.push(...this.#page.all({ ...behind, ...periodsOf(query), ':limit': left }));
      if (found.length > limit) break;
    }
    const rows = found.slice(0, limit).map(partitionRecord);
    const last = rows.at(-1);
    if (found.length <= limit || last === undefined) return { rows, next: null };
    return { rows, next: cursorOf('partitions', [formatSeries(last.series), last.period, last.path]) };
  }

  identities(series: SeriesParts, range: DayRange): Map<string, string> {
    const rows = this.#identities.all({ ':series': formatSeries(series), ...periodsOf(range) });
    return new Map(rows.map(({ path, identity }) => [String(path), String(identity)]));
  }
}

function periodsOf({ from = '', to = BEHIND_ALL }: DayRange) {
  return { ':from': from, ':to': to };
}
