import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { addDays, formatSeries, type Partition, type SeriesParts } from '@tapehaul/archive';
import type { SeenDays } from '@tapehaul/catalog';
import { type CodesOf, joinedRuns, rangeCodes, runLengths, type StoredYear } from '@tapehaul/coverage';
import { textOrNull } from '../rows/rows.ts';

/** What is kept of a series that plans have gone through. */
export interface SeenRow extends Omit<SeenDays, 'runs' | 'series'> {
  /** The states of the days from the first to `oldUntil`; nothing where that is null. */
  readonly oldUntil: string | null;
  readonly oldRuns: readonly number[];
}

/** Reads the days of series that plans have gone through: those that are kept together, and the cells of the days behind them. */
export class SeenReader {
  readonly #row: StatementSync;
  readonly #years: StatementSync;

  constructor(database: DatabaseSync) {
    this.#row = database.prepare(
      'SELECT terms, partition, first, last, checked_on, old_until, old_runs FROM seen WHERE series = ?',
    );
    this.#years = database.prepare(
      'SELECT year, cells FROM cells WHERE series = ? AND partition = ? AND year >= ? AND year <= ?',
    );
  }

  days(series: SeriesParts): SeenDays | undefined {
    const name = formatSeries(series);
    const row = this.row(name);
    if (row === undefined) return undefined;
    const { terms, partition, first, last, checkedOn } = row;
    return { series, terms, partition, first, last, checkedOn, runs: this.runs(name, row, last) };
  }

  row(name: string): SeenRow | undefined {
    const row = this.#row.get(name);
    if (row === undefined) return undefined;
    const oldUntil = textOrNull(row.old_until);
    return {
      terms: String(row.terms),
      partition: codesOf(row.partition),
      first: String(row.first),
      last: String(row.last),
      checkedOn: String(row.checked_on),
      oldUntil,
      oldRuns: oldUntil === null ? [] : runsOf(String(row.old_runs)),
    };
  }

  /** The states of the days of a series from the first to some day. */
  runs(
    name: string,
    { partition, first, oldUntil, oldRuns }: Pick<SeenRow, 'partition' | 'first' | 'oldUntil' | 'oldRuns'>,
    to: string,
  ): number[] {
    const from = oldUntil === null ? first : addDays(oldUntil, 1);
    const years = [...this.#yearsOf(name, 'daily', from, to), ...this.#yearsOf(name, 'monthly', from, to)];
    return joinedRuns(oldRuns, runLengths(rangeCodes(years, partition, from, to)));
  }

  *#yearsOf(name: string, partition: Partition, from: string, to: string): Generator<StoredYear> {
    for (const row of this.#years.all(name, partition, Number(from.slice(0, 4)), Number(to.slice(0, 4)))) {
      if (row.cells instanceof Uint8Array) yield { partition, year: Number(row.year), cells: row.cells };
    }
  }
}

function codesOf(value: unknown): CodesOf {
  return value === 'daily' || value === 'monthly' ? value : 'auto';
}

/** Run lengths as they are stored: numbers between blanks. */
function runsOf(text: string): number[] {
  return text === '' ? [] : text.split(' ').map(Number);
}
