import type { Grain } from '@tapehaul/tables';
import { polarsStorage, type TablesBucket } from './bucket-lines.ts';
import { type BuiltTable, filePattern, literalPath, pathKeys } from './built-table.ts';
import { hasSide } from './duckdb-views.ts';
import { pythonText } from './python-text.ts';

/**
 * Lines of Python that make a lazy frame of each table, and `ohlcv` of candles. `folder` is the absolute path, or the address, of the folder of all
 * tables.
 */
export function polarsLines(
  tables: readonly BuiltTable[],
  folder: string,
  bucket?: TablesBucket,
): readonly string[] {
  const storage = bucket === undefined ? '' : `\nstorage = ${polarsStorage(bucket)}`;
  const head = `import polars as pl\n\ntables = ${pythonText(literalPath(folder))}${storage}`;
  const frame = (table: BuiltTable): string => frameOf(table, bucket !== undefined);
  return [
    head,
    ...tables.flatMap((table) => (table.name === 'klines' ? [frame(table), OHLCV] : [frame(table)])),
  ];
}

const OHLCV = `ohlcv = klines.select(
    "market", "symbol", "interval", pl.col("open_time").alias("time"), "open", "high", "low", "close", "volume"
)`;

const SIDE =
  '.with_columns(side=pl.when(pl.col("is_buyer_maker")).then(pl.lit("sell")).otherwise(pl.lit("buy")))';

function frameOf(table: BuiltTable, isInBucket: boolean): string {
  const [first = '', ...others] = table.grains.map((grain) => scan(table, grain, isInBucket));
  const all =
    others.length === 0 ? first : `pl.concat([\n${[first, ...others].join(',\n')}\n], how="diagonal")`;
  return `${table.name} = ${all}${hasSide(table) ? SIDE : ''}${filter(table)}`;
}

function scan({ name }: BuiltTable, grain: Grain, isInBucket: boolean): string {
  const types = pathKeys(name, grain).map((key) => `"${key}": ${key === 'date' ? 'pl.Date' : 'pl.String'}`);
  return `pl.scan_parquet(
    tables + "/${filePattern(name, grain)}",
    hive_partitioning=True,
    hive_schema={${types.join(', ')}},${isInBucket ? '\n    storage_options=storage,' : ''}
)`;
}

function filter({ only }: BuiltTable): string {
  const conditions = [...only].map(
    ([key, values]) => `pl.col("${key}").is_in([${values.map(pythonText).join(', ')}])`,
  );
  return conditions.length === 0 ? '' : `.filter(${conditions.join(', ')})`;
}
