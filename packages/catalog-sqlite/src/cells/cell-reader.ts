import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries, type Partition, type SeriesParts, seriesParts } from '@tapehaul/archive';
import type { CellsQuery, SeriesCells } from '@tapehaul/catalog';
import { behindPrefix } from '@tapehaul/catalog/rules';
import { type DayRange, isRequested, lastOf, type StoredYear, seriesDays } from '@tapehaul/coverage';

/** Series of which the cells are read together, and names that are read to find them, before others get their turn. */
const SERIES_AT_ONCE = 250;
const NAMES_AT_ONCE = 5_000;

/** Some series with their cells, and where the next begin. */
export interface CellSlice {
  readonly found: readonly SeriesCells[];
  /** The name behind which the next slice begins; null when this is the last. */
  readonly next: string | null;
}

/** Reads what is known of each day. */
export class CellReader {
  readonly #firstName: StatementSync;
  readonly #nextName: StatementSync;
  readonly #years: StatementSync;

  constructor(database: DatabaseSync) {
    this.#firstName = database.prepare(
      'SELECT min(series) AS name FROM cells WHERE series >= ? AND series < ?',
    );
    this.#nextName = database.prepare(
      'SELECT min(series) AS name FROM cells WHERE series > ? AND series < ?',
    );
    this.#years = database.prepare(
      'SELECT partition, year, cells, changed_at FROM cells WHERE series = ? AND year >= ? AND year <= ?',
    );
    this.#years.setReturnArrays(true);
  }

  /** The next series of a query behind a name, at most that many; '' is before all names. */
  slice(query: CellsQuery, after: string, most: number): CellSlice {
    const found: SeriesCells[] = [];
    let name = after;
    for (let names = 0; ; names += 1) {
      const next = this.#nameBehind(name, query);
      if (next === undefined) return { found, next: null };
      if (names >= NAMES_AT_ONCE || found.length >= Math.min(most, SERIES_AT_ONCE))
        return { found, next: name };
      name = next;
      const series = seriesParts(name);
      if (!isRequested(series, query)) continue;
      const cells = this.#cellsOf(name, series, query);
      if (cells !== undefined) found.push(cells);
    }
  }

  /** The days of one series. */
  series(series: SeriesParts, range: DayRange): SeriesCells | undefined {
    return this.#cellsOf(formatSeries(series), series, range);
  }

  #nameBehind(after: string, { prefix = '' }: CellsQuery): string | undefined {
    const end = behindPrefix(prefix);
    const row =
      after < prefix || after === '' ? this.#firstName.get(prefix, end) : this.#nextName.get(after, end);
    return typeof row?.name === 'string' ? row.name : undefined;
  }

  #cellsOf(name: string, series: SeriesParts, range: DayRange): SeriesCells | undefined {
    let changedAt = 0;
    const years: StoredYear[] = [];
    const rows: readonly object[] = this.#years.all(name, yearOf(range.from, 0), yearOf(range.to, 9_999));
    for (const row of rows) {
      const [partition, year, cells, at] = Object.values(row);
      if (!(cells instanceof Uint8Array)) continue;
      years.push({ partition: partitionOf(partition), year: Number(year), cells });
      changedAt = Math.max(changedAt, Number(at));
    }
    const days = seriesDays(years, range);
    return days && { series, ...days, last: lastOf(days), changedAt };
  }
}

function partitionOf(value: unknown): Partition {
  return value === 'monthly' ? 'monthly' : 'daily';
}

function yearOf(day: string | undefined, none: number): number {
  return day === undefined ? none : Number(day.slice(0, 4));
}
