import { join, resolve } from 'node:path';
import { counted } from '@tapehaul/errors';
import { TABLES_FOLDER } from '@tapehaul/tables';
import type { RequestedDays } from '../../result/days/requested-series.ts';
import type { StorageSettings } from '../../storage/recorded-bucket.ts';
import { bucketAddress, duckdbBucket, type TablesBucket } from './bucket-lines.ts';
import type { BuiltSeries } from './built-series.ts';
import { type BuiltTable, builtTables } from './built-table.ts';
import { duckdbViews } from './duckdb-views.ts';
import { pandasLines } from './pandas-lines.ts';
import { polarsLines } from './polars-lines.ts';

/** What tables can be read with by lines that are printed. */
export const VIEW_READERS = ['duckdb', 'polars', 'pandas'] as const;

/** A program or library that tables are read with. */
export type ViewReader = (typeof VIEW_READERS)[number];

/** Where lines are to read. */
export interface ViewPlaces {
  readonly outputDirectory: string;
  /** Where its tables stand: in the directory by default. */
  readonly storage?: StorageSettings;
}

/** Absolute path, or address in a bucket, of the folder of all tables. */
export function tablesAddress({ outputDirectory, storage }: ViewPlaces): string {
  if (storage?.type === 's3') return bucketAddress(storage, TABLES_FOLDER);
  return join(resolve(outputDirectory), TABLES_FOLDER);
}

/**
 * Lines to paste or to run that read some tables: SQL for DuckDB, else Python. They begin with a comment that says what they read. Paths in
 * them are absolute, so that views work from any folder. Tables of a bucket are read from there, with the credentials of this machine.
 */
export function viewText(
  reader: ViewReader,
  series: readonly BuiltSeries[],
  request: RequestedDays,
  places: ViewPlaces,
): string {
  const bucket = places.storage?.type === 's3' ? places.storage : undefined;
  const folder = tablesAddress(places);
  const tables = builtTables(series, request);
  const mark = reader === 'duckdb' ? '--' : '#';
  const about = `${mark} ${counted(tables.length, 'table')}, ${counted(series.length, 'series', 'series')} in ${folder.replace(/\s/g, ' ')}`;
  return `${[about, ...partsOf(reader, tables, folder, bucket)].join('\n\n')}\n`;
}

function partsOf(
  reader: ViewReader,
  tables: readonly BuiltTable[],
  folder: string,
  bucket: TablesBucket | undefined,
): readonly string[] {
  switch (reader) {
    case 'duckdb':
      return [...(bucket === undefined ? [] : duckdbBucket(bucket)), ...duckdbViews(tables, folder)];
    case 'polars':
      return polarsLines(tables, folder, bucket);
    case 'pandas':
      return pandasLines(tables, folder, bucket);
  }
}
