import { type DataType, isCandleType, MARKETS } from '@tapehaul/archive';
import type { Grain } from '@tapehaul/tables';
import type { RequestedDays } from '../../result/days/requested-series.ts';
import type { BuiltSeries } from './built-series.ts';

/** A key of the paths of tables by which rows can be selected. */
export type SeriesKey = 'market' | 'symbol' | 'interval';

/** A table that stands below an output directory. */
export interface BuiltTable {
  readonly name: DataType;
  /** At least one. */
  readonly series: readonly [BuiltSeries, ...BuiltSeries[]];
  /** By what its files are cut. Candles of one second have days, others months: readers take only one kind at once. */
  readonly grains: readonly Grain[];
  /** The keys that a request narrows, with their values. */
  readonly only: ReadonlyMap<SeriesKey, readonly string[]>;
}

/** The tables that some series make up, in the order of data types. */
export function builtTables(series: readonly BuiltSeries[], request: RequestedDays): readonly BuiltTable[] {
  return [...Map.groupBy(series, (one) => one.series.dataType)].flatMap(([name, [first, ...rest]]) => {
    if (first === undefined) return [];
    const all = [first, ...rest] as const;
    const grains = (['month', 'day'] as const).filter((grain) => all.some((one) => one.grain === grain));
    const only = new Map(
      narrowedKeys(name, request).map((key) => {
        const values = all.flatMap((one) => one.series[key] ?? []);
        return [key, [...new Set(values)].sort()];
      }),
    );
    return [{ name, series: all, grains, only }];
  });
}

function narrowedKeys(name: DataType, { markets, symbols, intervals }: RequestedDays): SeriesKey[] {
  const isAllSymbols = Array.isArray(symbols) && symbols.includes('*');
  return [
    ...(MARKETS.every((market) => markets.includes(market)) ? [] : (['market'] as const)),
    ...(isAllSymbols ? [] : (['symbol'] as const)),
    ...(intervals === undefined || !isCandleType(name) ? [] : (['interval'] as const)),
  ];
}

/** The keys of the paths of the files of one grain, in their order. */
export function pathKeys(name: DataType, grain: Grain): readonly string[] {
  return [
    'market',
    'symbol',
    ...(isCandleType(name) ? ['interval'] : []),
    grain === 'month' ? 'month' : 'date',
  ];
}

/** A pattern of the files of one grain below the folder of all tables, with a wildcard for each value of its path. */
export function filePattern(name: DataType, grain: Grain): string {
  return [name, ...pathKeys(name, grain).map((key) => `${key}=*`), '*.parquet'].join('/');
}

/** A path in which no sign is a wildcard, for readers that take `[*]` as the sign itself: DuckDB and polars. */
export function literalPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/[*?[]/g, '[$&]');
}
