import { dayNumber, seriesParts } from '@tapehaul/archive';
import { isExpected } from '@tapehaul/coverage';
import { codesOfNames } from './inks.ts';

/** A page of `GET /v1/coverage/cells` with `unit=day`, as far as the map needs it. */
export interface CellsAnswer {
  readonly states: readonly string[];
  readonly series: readonly SeriesAnswer[];
}

/** A series of such an answer. */
export interface SeriesAnswer extends DayFigures {
  readonly series: string;
  /** First and last day of which anything is known, UTC. */
  readonly first: string;
  readonly last: string;
  /** Code, count, code, count and so on, from the first day on. */
  readonly runs?: readonly number[];
}

/** How many days of a series are how. */
export interface DayFigures {
  readonly expected: number;
  readonly held: number;
  readonly ours: number;
  readonly archive: number;
  readonly not_yet: number;
}

/** A series of the map. */
export interface GridRow extends DayFigures {
  readonly series: string;
  readonly market: string;
  readonly dataType: string;
  readonly symbol: string;
  readonly interval: string | null;
  /** First and last day of which anything is known, as numbers since 1970-01-01. */
  readonly first: number;
  readonly last: number;
  /** The first day of which a file can be expected; its last day where there is none. */
  readonly begins: number;
  /** Where its days begin in {@link Grid.codes}. */
  readonly offset: number;
}

/** The state of each day of each series: one byte a cell. */
export interface Grid {
  /** The first day of all, as a number since 1970-01-01. */
  readonly first: number;
  /** Days from the first to the last of all. */
  readonly days: number;
  readonly rows: readonly GridRow[];
  /** Codes of states; the days of a row follow each other, from {@link Grid.first} on. */
  readonly codes: Uint8Array;
}

/** A map without any series. */
export const EMPTY_GRID: Grid = { first: 0, days: 0, rows: [], codes: new Uint8Array(0) };

/**
 * Decodes pages of run lengths into one byte a cell. Runs that are longer than their series, or that are no counts, are cut off:
 * what a service sends decides what is drawn, never how much memory is taken.
 */
export function decodeGrid(pages: readonly CellsAnswer[]): Grid {
  const all = pages.flatMap(({ states, series }) => {
    const codes = codesOfNames(states);
    return series.map((row) => ({ row, codes, first: dayNumber(row.first), last: dayNumber(row.last) }));
  });
  if (all.length === 0) return EMPTY_GRID;
  const first = all.reduce((least, row) => Math.min(least, row.first), Number.POSITIVE_INFINITY);
  const last = all.reduce((most, row) => Math.max(most, row.last), Number.NEGATIVE_INFINITY);
  const days = last - first + 1;
  const cells = new Uint8Array(all.length * days);
  const rows = all.map(({ row, codes, ...its }, place): GridRow => {
    const offset = place * days;
    const from = offset + its.first - first;
    const own = cells.subarray(from, from + its.last - its.first + 1);
    fill(own, row.runs ?? [], codes);
    const start = own.findIndex(isExpected);
    const begins = start === -1 ? its.last : its.first + start;
    const { series, expected, held, ours, archive, not_yet } = row;
    return { ...its, begins, offset, series, ...seriesParts(series), expected, held, ours, archive, not_yet };
  });
  return { first, days, rows, codes: cells };
}

/** The code of a day of a row; that of `unknown` outside of the map. */
export function codeAt({ codes, days }: Grid, row: GridRow, day: number): number {
  return day < 0 || day >= days ? 0 : (codes[row.offset + day] ?? 0);
}

/** The sum of what is known of all series. */
export function figuresOf(rows: readonly DayFigures[]): DayFigures {
  const sums = { expected: 0, held: 0, ours: 0, archive: 0, not_yet: 0 };
  for (const row of rows) {
    sums.expected += row.expected;
    sums.held += row.held;
    sums.ours += row.ours;
    sums.archive += row.archive;
    sums.not_yet += row.not_yet;
  }
  return sums;
}

function fill(cells: Uint8Array, runs: readonly number[], codes: Uint8Array): void {
  let from = 0;
  for (let place = 0; place + 1 < runs.length && from < cells.length; place += 2) {
    const count = runs[place + 1] ?? 0;
    if (!Number.isSafeInteger(count) || count < 1) return;
    cells.fill(codes[runs[place] ?? 0] ?? 0, from, from + count);
    from += count;
  }
}
