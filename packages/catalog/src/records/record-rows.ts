import type { Pages } from './queries.ts';

/** The tables of a record that is copied into another kind of record: what rows refer to comes before them. */
export const COPIED_TABLES = [
  'runs',
  'run_states',
  'classes',
  'batches',
  'tasks',
  'progress',
  'outcomes',
  'attempts',
  'counts',
  'timeline',
  'activity',
  'logs',
  'objects',
  'coverage',
  'versions',
  'changes',
  'gaps',
  'disputes',
  'cells',
  'seen',
  'partitions',
  'row_findings',
] as const;

/** A table of a record that is copied. */
export type CopiedTable = (typeof COPIED_TABLES)[number];

/** A row as it is stored, by the names of its columns. Times are milliseconds since 1970 UTC; true is 1. */
export type StoredRow = Readonly<Record<string, string | number | null | Uint8Array>>;

/**
 * All that is stored of a record, as rows of tables, in one snapshot that nothing is written to while it is open. For a copy alone: rows
 * are as one kind of record stores them, whose schema the other kind knows.
 */
export interface RecordRows {
  /** How many rows a table has. */
  count(table: CopiedTable): number;
  /** The rows of a table, in the order in which they were added; the same again from the start by each call. */
  rows(table: CopiedTable): Pages<StoredRow>;
  /** Gives up the snapshot. */
  close(): void;
}
