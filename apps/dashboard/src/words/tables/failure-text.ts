import { counted } from '../amounts.ts';
import { type FileCounts, sumsOf } from '../runs.ts';
import { monthsOf, type TableCounts } from './table-sentence.ts';

/** How many files of a run failed, and of how many months of series its tables. */
export interface Failures {
  readonly files: number;
  readonly months: number;
}

/** What failed in a run. */
export function failuresOf({
  files,
  tables,
}: {
  readonly files: FileCounts;
  readonly tables?: TableCounts | null | undefined;
}): Failures {
  return { files: sumsOf(files).failed, months: tables == null ? 0 : monthsOf(tables).failed };
}

/** What failed, in words: `2 files`, `2 files and 1 month of tables`. `kind` stands before each, such as `failed `. */
export function failureText({ files, months }: Failures, kind = ''): string {
  return [
    ...(files > 0 || months === 0 ? [counted(files, `${kind}file`)] : []),
    ...(months > 0 ? [counted(months, `${kind}month of tables`, `${kind}months of tables`)] : []),
  ].join(' and ');
}
