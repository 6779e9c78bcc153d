/** Which span one Parquet file of a table has. */
export type Grain = 'day' | 'month';

/** Digits of a decimal: how many in all, and how many of them after the point. */
export interface DecimalShape {
  readonly precision: 18 | 38;
  readonly scale: number;
}

/** How a column that files do not have is made from fields of the line, by their names in the header. */
export type Derivation =
  /** The time of that field, rounded to the nearest minute; half a minute is rounded up. */
  | { readonly rule: 'nearest minute'; readonly time: string }
  /** The UTC day of one field, at the hour of the day of the other: `2023-05-18` and `7` are 2023-05-18 07:00:00. */
  | { readonly rule: 'day and hour'; readonly day: string; readonly hour: string };

/** What is to be known of a table besides the spec of its data type, which has the types and units of its columns. */
export interface TableFacts {
  /** Rises with every change that changes files; partitions of another version are built again. */
  readonly version: number;
  /** Which span one Parquet file has. A day of a busy symbol that is more than about 100 kB zipped has a file of its own. */
  readonly grain: Grain;
  /** All columns, in their order. */
  readonly columns: readonly [ColumnFacts, ...ColumnFacts[]];
  /** Text of the files that only repeats the symbol, which the path of a partition has. */
  readonly repeatsSymbol: readonly string[];
}

/** What is to be known of a column. */
export interface ColumnFacts {
  readonly name: string;
  readonly meaning: string;
  /** Of a number that is not whole: the decimal that holds it exactly. */
  readonly decimal?: DecimalShape;
  /** What it counts, where the spec of the data type names no unit. */
  readonly unit?: string;
  /** Whether a whole number is small enough for 16 bits. */
  readonly small?: true;
  readonly derived?: Derivation;
}

/** Prices, rates and ratios: files have at most 8 decimals, and no price reaches 10,000,000,000. */
export const PRICE: DecimalShape = { precision: 18, scale: 8 };

/**
 * Quantities, amounts and sums: at most 8 decimals. 18 digits are too few: spot takes single orders of up to 46,116,860,414
 * units of coins such as SHIB, and a candle adds many of them up.
 */
export const AMOUNT: DecimalShape = { precision: 38, scale: 8 };

/** Numbers that files write with up to 16 decimals (`76643.1910000000000000`), or whose decimals are not known. */
export const LONG_FRACTION: DecimalShape = { precision: 38, scale: 16 };

/** A column that needs no more words than its meaning. */
export function plain(name: string, meaning: string): ColumnFacts {
  return { name, meaning };
}

/** A number that is not whole. */
export function value(name: string, decimal: DecimalShape, meaning: string, unit?: string): ColumnFacts {
  return unit === undefined ? { name, decimal, meaning } : { name, decimal, meaning, unit };
}
