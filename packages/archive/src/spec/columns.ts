/**
 * What a column holds. `time` is a time in the unit of the file; `day` and `hour` are UTC; `id` and `count` are whole
 * numbers; `decimal` is a number to be kept exactly; `flag` is yes or no; `filler` means nothing.
 */
export type ColumnType = 'time' | 'day' | 'hour' | 'id' | 'count' | 'decimal' | 'flag' | 'text' | 'filler';

/** What a number counts. `quote` and `base` are the two assets of the symbol; `contracts` have a fixed value in USD. */
export type ColumnUnit = 'quote' | 'base' | 'contracts' | 'USDT' | 'ratio' | 'percent' | 'points' | 'hours';

/** One column of a CSV file. */
export interface Column {
  /** The name in the header line; of files without one, the name that futures files use. */
  readonly name: string;
  readonly type: ColumnType;
  /** Null where a unit makes no sense or is not known. */
  readonly unit: ColumnUnit | null;
  /** Whether real files leave it blank at times. */
  readonly mayBeBlank: boolean;
}

function column(name: string, type: ColumnType, unit: ColumnUnit | null = null): Column {
  return { name, type, unit, mayBeBlank: false };
}

/** A time in the unit of the file. */
export const time = (name: string): Column => column(name, 'time');

/** A whole number that names something. */
export const id = (name: string): Column => column(name, 'id');

/** A whole number of things. */
export const count = (name: string, unit: ColumnUnit | null = null): Column => column(name, 'count', unit);

/** A number that is not whole. */
export const decimal = (name: string, unit: ColumnUnit | null): Column => column(name, 'decimal', unit);

/** A number that real files leave blank at times. */
export const decimalOrBlank = (name: string, unit: ColumnUnit | null): Column => ({
  ...decimal(name, unit),
  mayBeBlank: true,
});

/** Yes or no. */
export const flag = (name: string): Column => column(name, 'flag');

/** A word, such as a symbol. */
export const text = (name: string): Column => column(name, 'text');

/** A UTC day, `2023-05-18`. */
export const day = (name: string): Column => column(name, 'day');

/** An hour of the day, 0 to 23, UTC. */
export const hour = (name: string): Column => column(name, 'hour', 'hours');

/** A column that means nothing. */
export const filler = (name: string): Column => column(name, 'filler');
