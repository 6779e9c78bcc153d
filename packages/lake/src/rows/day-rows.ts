import type { RowFinding } from '@tapehaul/tables';
import type { TableRows } from './table-rows.ts';

/** What one source file has of a UTC day. */
export interface DayRows {
  /** `2025-07-01`. */
  readonly day: string;
  /** In order, without duplicates. */
  readonly rows: TableRows;
  /** Rows that were dropped since another one is the same. */
  readonly duplicates: number;
  /** Rows that have the key of another one and other values; they are kept. */
  readonly conflicts: number;
}

/** What is known of a source file once it has been read to its end. */
export interface SourceReport {
  /** Rows of the file, with duplicates and those of days that were not wanted; without lines that are no rows. */
  readonly rows: number;
  /** What the checker found, and what is wrong with the form of lines, values and their order, by day. */
  readonly findings: readonly RowFinding[];
  /**
   * Days that this pass has not whole, although they are wanted: some of their rows came after they were yielded, or there was no
   * room. What was yielded of them is not to be used; another pass that wants only them has at least one of them whole.
   */
  readonly late: readonly string[];
  /** Bytes of the file once inflated. */
  readonly inflated: number;
  /** Doubles that do not return to their text. */
  readonly inexact: number;
}
