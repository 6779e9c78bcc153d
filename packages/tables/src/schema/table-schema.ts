import type { DataType } from '@tapehaul/archive';
import type { DecimalShape, Derivation } from '../facts/table-facts.ts';

/**
 * What a column of a table holds. `timestamp` is microseconds since 1970-01-01 UTC; `bigint`, `integer` and `smallint` are whole
 * numbers of 64, 32 and 16 bits; `value` is a number that is not whole: a double, or a decimal where numbers are kept exactly.
 */
export type ColumnKind = 'timestamp' | 'bigint' | 'integer' | 'smallint' | 'value' | 'boolean' | 'text';

/** How numbers that are not whole are kept: as doubles, which all consumers take, or as decimals, which are exact. */
export type Numbers = 'double' | 'decimal';

/** One column of a table, the same in every market. */
export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of a `value`: the decimal that holds it exactly. Null for other kinds. */
  readonly decimal: DecimalShape | null;
  /** Whether a row may have nothing here: files leave it blank at times, or a market lacks it. */
  readonly mayBeNull: boolean;
  /** How it is made; null where one field of the line fills it. */
  readonly derived: Derivation | null;
  /** What it counts, in words, by market where markets differ; null where nothing is counted. */
  readonly unit: string | null;
  /** What it means, in words. */
  readonly meaning: string;
}

/** The table of one data type: one schema for all markets, symbols and intervals. */
export interface TableSchema {
  readonly name: DataType;
  /** Rises with every change of columns, rules or order that changes files; partitions of another version are built again. */
  readonly version: number;
  readonly columns: readonly [TableColumn, ...TableColumn[]];
  /** Name of the column by whose value a row belongs to a UTC day: the first time of the row. */
  readonly time: string;
  /** Columns by which rows are sorted, and of which no two rows have the same values unless they contradict each other; null: the whole row. */
  readonly key: readonly [string, ...string[]] | null;
}
