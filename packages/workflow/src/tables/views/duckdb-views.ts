import type { Grain } from '@tapehaul/tables';
import { type BuiltTable, filePattern, literalPath, pathKeys } from './built-table.ts';

/**
 * Statements that make a view of each table, and a view `ohlcv` of candles. `folder` is the absolute path, or the address, of the folder of all tables.
 * Keys of paths are text, except for days, which are dates. Needs DuckDB 1.1 or newer.
 */
export function duckdbViews(tables: readonly BuiltTable[], folder: string): readonly string[] {
  return tables.flatMap((table) => {
    const columns = hasSide(table) ? `*, CASE WHEN is_buyer_maker THEN 'sell' ELSE 'buy' END AS side` : '*';
    const parts = table.grains.map(
      (grain) => `SELECT ${columns} FROM ${readParquet(table, grain, folder)}${where(table)}`,
    );
    const view = `CREATE OR REPLACE VIEW ${name(table.name)} AS\n${parts.join('\nUNION ALL BY NAME\n')};`;
    return table.name === 'klines' ? [view, OHLCV] : [view];
  });
}

const OHLCV = `CREATE OR REPLACE VIEW ohlcv AS
SELECT market, symbol, "interval", open_time AS time, open, high, low, close, volume FROM klines;`;

/** Whether rows are trades whose side shows in `is_buyer_maker`: a buyer who is the maker was sold to. */
export function hasSide({ name: type }: BuiltTable): boolean {
  return type === 'trades' || type === 'aggTrades';
}

function readParquet({ name: type }: BuiltTable, grain: Grain, folder: string): string {
  const files = text(`${literalPath(folder)}/${filePattern(type, grain)}`);
  const types = pathKeys(type, grain).map((key) => `'${key}': ${key === 'date' ? 'DATE' : 'VARCHAR'}`);
  return `read_parquet(${files}, hive_partitioning = true,\n  hive_types = {${types.join(', ')}})`;
}

function where({ only }: BuiltTable): string {
  const conditions = [...only].map(([key, values]) => `${name(key)} IN (${values.map(text).join(', ')})`);
  return conditions.length === 0 ? '' : `\nWHERE ${conditions.join(' AND ')}`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name; `interval` is a word of SQL. */
function name(of: string): string {
  return of === 'interval' ? `"${of}"` : of;
}
