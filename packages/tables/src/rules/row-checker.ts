import type { RowFinding } from './row-finding.ts';

/**
 * Checks the rows of one source file as they are parsed, in the order of the file, by the rules of its table. Keeps no rows.
 */
export interface RowChecker {
  /**
   * One row: a number for each column of the schema, by position. Times are microseconds since 1970 UTC; whole numbers and values
   * are doubles; booleans 0 or 1; NaN where there is no value, and for text.
   */
  row(values: Float64Array): void;
  /** What was found, in the order of days and rules. Call it once, after the last row. */
  end(): readonly RowFinding[];
}
