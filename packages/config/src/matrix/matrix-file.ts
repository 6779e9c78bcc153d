import { type DataType, type Interval, isCandleType, isDay, PARTITIONS } from '@tapehaul/archive';
import * as z from 'zod';
import { readIntervalName } from '../names/interval-names.ts';
import { isRecord } from '../values/records.ts';

const entrySchema = z.looseObject({
  market: z.string(),
  data_type: z.string(),
  intervals: z.array(z.string().nullable()).default([null]),
  partitions: z.array(z.enum(PARTITIONS)).min(1),
  available_from: z.string().optional(),
  available: z.boolean().default(true),
});

const treeSchema = z.looseObject({
  data_types: z.record(
    z.string(),
    z.looseObject({
      intervals: z.array(z.string().nullable()).default([null]),
      available_partitions: z.array(z.enum(PARTITIONS)).min(1),
    }),
  ),
});

/**
 * The JSON forms of a matrix: a list of entries in `availability_matrix`, a tree of types below `markets`,
 * or both. Unknown keys, URL patterns and notes are accepted and not used.
 */
export const matrixFileSchema = z
  .looseObject({
    availability_matrix: z.array(entrySchema).optional(),
    markets: z.record(z.string(), z.unknown()).optional(),
  })
  .transform(({ availability_matrix: list = [], markets = {} }): PlacedEntry[] => {
    const listed = list.map((entry, index) => ({ path: `availability_matrix[${index}]`, entry }));
    const inTree = treeEntries(markets).filter(
      ({ entry }) => !list.some((one) => one.market === entry.market && one.data_type === entry.data_type),
    );
    return [...listed, ...inTree].filter(({ entry }) => entry.available);
  })
  .refine((entries) => entries.length > 0, {
    error: 'an object with availability_matrix: a list of { market, data_type, intervals, partitions }',
  });

/** One entry of a matrix file; market, type and interval names are still as written there. */
export type MatrixEntry = z.output<typeof entrySchema>;

/** An entry and where it stands in the file. */
export interface PlacedEntry {
  readonly path: string;
  readonly entry: MatrixEntry;
}

const NO_INTERVAL = new Set([null, 'raw', 'hourly']);

/**
 * The intervals of an entry: `null`, `raw` and `hourly` mean none, `1M` means `1mo`. What is corrected or
 * ignored is reported.
 */
export function matrixIntervals(
  dataType: DataType,
  names: readonly (string | null)[],
  report: (text: string) => void,
): (Interval | null)[] {
  if (!isCandleType(dataType)) {
    const extra = names.filter((name) => !NO_INTERVAL.has(name));
    if (extra.length > 0) report(`has no intervals; ${extra.join(', ')} ignored`);
    return [null];
  }
  const intervals: Interval[] = [];
  for (const name of names) {
    const interval = name === null ? undefined : readIntervalName(name);
    if (interval === undefined) report(`no such interval: ${name}, ignored`);
    else intervals.push(interval);
    if (interval !== undefined && interval !== name) {
      report(`${name} is read as ${interval}, as the archive spells it`);
    }
  }
  return intervals;
}

/** A market of a `markets` tree, in which futures have a level of their own: `markets.futures.um`. */
interface MarketNode {
  readonly path: string;
  readonly market: string;
  readonly node: unknown;
}

function nodesOf(markets: Readonly<Record<string, unknown>>): MarketNode[] {
  return Object.entries(markets).flatMap(([name, node]) => {
    if (name !== 'futures' || !isRecord(node)) return [{ path: `markets.${name}`, market: name, node }];
    return Object.entries(node).map(([kind, inner]) => {
      return { path: `markets.futures.${kind}`, market: `futures_${kind}`, node: inner };
    });
  });
}

/** The entries of a `markets` tree. */
function treeEntries(markets: Readonly<Record<string, unknown>>): PlacedEntry[] {
  return nodesOf(markets).flatMap(({ path, market, node }) => {
    const tree = treeSchema.safeParse(node).data;
    return Object.entries(tree?.data_types ?? {}).map(([data_type, { intervals, available_partitions }]) => ({
      path: `${path}.data_types.${data_type}`,
      entry: { market, data_type, intervals, partitions: available_partitions, available: true },
    }));
  });
}

/** Keys of an entry that speak of symbols and days: the configuration decides on those. */
const DECIDED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    symbols_available: 'symbols',
    available_symbols: 'symbols',
    symbols: 'symbols',
    exclude_symbols: 'exclude_symbols',
    date_range: 'date_range',
    start_date: 'date_range',
    end_date: 'date_range',
    available_to: 'date_range',
    available_until: 'date_range',
  }),
);

/** What an entry says that is not used, each with the reason. */
export function unusedIn(entry: Readonly<Record<string, unknown>>): string[] {
  const decided = Object.keys(entry).filter((key) => DECIDED.has(key) && entry[key] !== null);
  return decided.map((key) => `${key} ignored: ${DECIDED.get(key)} of the configuration is used instead`);
}

/** Starts of history in a `markets` tree that are no days, each where it stands. */
export function untoldStarts(file: unknown): { readonly path: string; readonly message: string }[] {
  const markets = isRecord(file) && isRecord(file.markets) ? file.markets : {};
  return nodesOf(markets).flatMap(({ path, node }) => {
    const start = isRecord(node) ? node.historical_data_start : undefined;
    if (typeof start !== 'string' || isDay(start)) return [];
    const message = `"${start}" is not a date; ignored: tapehaul knows when files begin`;
    return [{ path: `${path}.historical_data_start`, message }];
  });
}
