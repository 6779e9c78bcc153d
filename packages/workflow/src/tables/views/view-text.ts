import { join, resolve } from 'node:path';
import { counted } from '@tapehaul/errors';
import { TABLES_FOLDER } from '@tapehaul/tables';
import type { RequestedDays } from '../../result/days/requested-series.ts';
import type { BuiltSeries } from './built-series.ts';
import { type BuiltTable, builtTables } from './built-table.ts';
import { duckdbViews } from './duckdb-views.ts';
import { pandasLines } from './pandas-lines.ts';
import { polarsLines } from './polars-lines.ts';

/** What tables can be read with by lines that are printed. */
export const VIEW_READERS = ['duckdb', 'polars', 'pandas'] as const;

/** A program or library that tables are read with. */
export type ViewReader = (typeof VIEW_READERS)[number];

/**
 * Lines to paste or to run that read some tables: SQL for DuckDB, else Python. They begin with a comment that says what they read. Paths in
 * them are absolute, so that views work from any folder.
 */
export function viewText(
  reader: ViewReader,
  series: readonly BuiltSeries[],
  request: RequestedDays,
  { outputDirectory }: { readonly outputDirectory: string },
): string {
  const folder = join(resolve(outputDirectory), TABLES_FOLDER);
  const tables = builtTables(series, request);
  const mark = reader === 'duckdb' ? '--' : '#';
  const about = `${mark} ${counted(tables.length, 'table')}, ${counted(series.length, 'series', 'series')} in ${folder.replace(/\s/g, ' ')}`;
  return `${[about, ...partsOf(reader, tables, folder)].join('\n\n')}\n`;
}

function partsOf(reader: ViewReader, tables: readonly BuiltTable[], folder: string): readonly string[] {
  switch (reader) {
    case 'duckdb':
      return duckdbViews(tables, folder);
    case 'polars':
      return polarsLines(tables, folder);
    case 'pandas':
      return pandasLines(tables, folder);
  }
}
