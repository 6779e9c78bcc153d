import { join } from 'node:path';
import { isMonth, monthOf, type Series } from '@tapehaul/archive';
import {
  type BuiltPartition,
  buildMonth,
  monthPartitions,
  type TableSource,
  type TableWriter,
} from '@tapehaul/lake';
import type { Numbers } from '@tapehaul/tables';

/** A table and the files it was built from, for `reader/compare.py`. */
export interface TableCase {
  readonly name: string;
  readonly market: string;
  readonly table: string;
  readonly numbers: Numbers;
  /** Paths of zips. */
  readonly sources: readonly string[];
  /** Paths of Parquet files, and their periods. */
  readonly files: readonly string[];
  readonly periods: readonly string[];
  /** Rows, lines or values that rules of form name, by rule. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Rules of form that the reader counts, too. */
const COUNTED = [
  'cut_line',
  'malformed_row',
  'field_count',
  'blank_line',
  'header_inside',
  'lost_decimals',
  'inexact_double',
  'duplicate_rows',
  'key_conflict',
];

/** Builds all partitions that the sources of one series and month have, below a root. */
export async function buildCase(
  name: string,
  series: Series,
  sources: readonly TableSource[],
  numbers: Numbers,
  root: string,
  writer: TableWriter,
): Promise<TableCase> {
  const [first] = sources;
  if (first === undefined) throw new RangeError(`${name}: no sources`);
  const month = isMonth(first.period) ? first.period : monthOf(first.period);
  const periods = monthPartitions(series, month, sources).map(({ period }) => period);
  const order = {
    series,
    month,
    sources,
    periods,
    numbers,
    repair: 'days',
    root,
    staging: join(root, '.tapehaul/staging'),
  } as const;
  const built: BuiltPartition[] = await Array.fromAsync(
    buildMonth(order, { writer, signal: new AbortController().signal, durability: 'none' }),
  );
  const counts: Record<string, number> = {};
  for (const { rule, count } of built.flatMap(({ findings }) => findings)) {
    if (COUNTED.includes(rule)) counts[rule] = (counts[rule] ?? 0) + count;
  }
  return {
    name: `${name} (${numbers})`,
    market: series.market,
    table: series.dataType,
    numbers,
    sources: sources.map(({ path }) => path),
    files: built.map(({ path }) => join(root, path)),
    periods: built.map(({ period }) => period),
    counts,
  };
}
