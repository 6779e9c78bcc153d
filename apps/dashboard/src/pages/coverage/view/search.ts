import { isDay } from '@tapehaul/archive';
import { LEVELS, type Level } from '../grid/columns.ts';
import { SORTS, type Sort } from '../grid/sort-rows.ts';

/** What the address of the page of coverage says: which days of which series, how they are shown, and what is open. */
export interface CoverageSearch {
  /** Output directory. */
  readonly set?: string;
  readonly market?: string;
  readonly type?: string;
  readonly interval?: string;
  /** Symbols and patterns, separated by commas. */
  readonly symbols?: string;
  readonly from?: string;
  readonly to?: string;
  readonly sort?: Sort;
  readonly zoom?: Level;
  /** Width of a day in CSS pixels, where it is not the usual one of the zoom. */
  readonly wide?: number;
  /** First day in view. */
  readonly at?: string;
  /** Series, first and last day that are explained. */
  readonly series?: string;
  readonly first?: string;
  readonly last?: string;
  /** Rule for rows whose days are listed. */
  readonly rule?: string;
}

/** The parts of an address that choose days and series; all others say how they are shown. */
export const FILTERS = ['market', 'type', 'interval', 'symbols', 'from', 'to'] as const;

/** Reads an address. What is not understood is left out: an old or mistyped address shows the page, not an error. */
export function readCoverageSearch(search: Readonly<Record<string, unknown>>): CoverageSearch {
  const [sort, zoom, wide] = [oneOf(SORTS, search.sort), oneOf(LEVELS, search.zoom), search.wide];
  return {
    ...texts(search, ['set', 'market', 'type', 'interval', 'symbols', 'series', 'rule']),
    ...days(search, ['from', 'to', 'at', 'first', 'last']),
    ...(sort === undefined ? {} : { sort }),
    ...(zoom === undefined ? {} : { zoom }),
    ...(typeof wide === 'number' && wide > 0 && wide <= 100 ? { wide } : {}),
  };
}

/** The filters as the routes of the service take them. */
export function cellsQuery(search: CoverageSearch): Record<string, string> {
  const { set, market, type, interval, symbols, from, to } = search;
  const query = { output_directory: set, market, data_type: type, interval, symbols, from, to };
  return Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function texts(search: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      // A symbol such as 1000 in an address is read as a number.
      const text = typeof value === 'number' ? String(value) : value;
      return typeof text === 'string' && text.trim() !== '' ? [[name, text.trim().slice(0, 2_000)]] : [];
    }),
  );
}

function days(search: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && isDay(value) ? [[name, value]] : [];
    }),
  );
}

function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((it) => it === value);
}
