import type { Numbers, TableSchema } from '@tapehaul/tables';

/** Rows of one partition in memory, column by column, sorted by the key of the table. */
export interface TableRows {
  readonly schema: TableSchema;
  readonly numbers: Numbers;
  readonly count: number;
  /** By position of the columns of the schema. */
  readonly columns: readonly ColumnValues[];
}

/** The values of one column. */
export type ColumnValues = FixedValues | TextValues;

/**
 * Values of one width, one after the other, little-endian: as DuckDB lays out its vectors. 8 bytes for `timestamp`, `bigint`, doubles and
 * decimals of 18 digits (scaled), 16 for decimals of 38 digits, 4 for `integer`, 2 for `smallint`, 1 for `boolean`.
 */
export interface FixedValues {
  readonly width: 1 | 2 | 4 | 8 | 16;
  /** `count × width` bytes or more. */
  readonly data: Uint8Array;
  /** One byte a row, 1 where there is no value; null where every row has one. */
  readonly nulls: Uint8Array | null;
}

/** Text, null where there is none. */
export interface TextValues {
  readonly texts: readonly (string | null)[];
}
