import type { Numbers, TableColumn, TableSchema } from '@tapehaul/tables';
import { isDouble, timeColumn, wordsOf } from './column-layout.ts';
import type { ColumnValues, FixedValues, TableRows, TextValues } from './table-rows.ts';

/** Compares a row of one table with a row of another: negative when the first one stands before, 0 when both are equal. */
export type RowOrder = (row: number, other: number) => number;

/** Positions of the columns that rows are sorted by: the key, or where a table has none, all columns, the time first. */
export function keyColumns({ columns, key }: TableSchema): readonly number[] {
  if (key !== null) return key.map((name) => columns.findIndex((column) => column.name === name));
  return columns.map((_, column) => column);
}

/**
 * Positions of the columns of which no two rows should have the same values: the key, but in aggTrades the id alone. Rows of one id with
 * different trades were published (#353), and the key keeps them apart.
 */
export function identityColumns(schema: TableSchema): readonly number[] {
  const columns = keyColumns(schema);
  return schema.name === 'aggTrades' ? columns.slice(0, 1) : columns;
}

/** The key, and behind it every other column, the time first: an order in which only equal rows are at the same place. */
export function allColumns(schema: TableSchema): readonly number[] {
  const all = [timeColumn(schema), ...schema.columns.keys()];
  return [...new Set(schema.key === null ? all : [...keyColumns(schema), ...all])];
}

/** The order of rows of two tables of one schema by these columns, one after the other. */
export function rowOrder(rows: TableRows, others: TableRows, columns: readonly number[]): RowOrder {
  const orders = columns.map((column) => {
    const [of, left, right] = [rows.schema.columns[column], rows.columns[column], others.columns[column]];
    if (of === undefined || left === undefined || right === undefined)
      throw new RangeError(`column ${column}`);
    return columnOrder(of, rows.numbers, left, right);
  });
  const [first, second] = orders;
  if (first !== undefined && orders.length === 1) return first;
  if (first !== undefined && second !== undefined && orders.length === 2) {
    return (row, other) => first(row, other) || second(row, other);
  }
  return (row, other) => {
    for (const order of orders) {
      const compared = order(row, other);
      if (compared !== 0) return compared;
    }
    return 0;
  };
}

/** Rows without a value stand first. */
function columnOrder(of: TableColumn, numbers: Numbers, left: ColumnValues, right: ColumnValues): RowOrder {
  if ('texts' in left || 'texts' in right) {
    return 'texts' in left && 'texts' in right ? textOrder(left, right) : () => 0;
  }
  const order = valueOrder(of, numbers, left, right);
  const [nulls, otherNulls] = [left.nulls, right.nulls];
  if (nulls === null && otherNulls === null) return order;
  return (row, other) => {
    const isNull = nulls?.[row] ?? 0;
    const isOtherNull = otherNulls?.[other] ?? 0;
    return isNull + isOtherNull === 0 ? order(row, other) : isOtherNull - isNull;
  };
}

function textOrder({ texts }: TextValues, { texts: others }: TextValues): RowOrder {
  return (row, other) => {
    const [text, otherText] = [texts[row] ?? null, others[other] ?? null];
    if (text === otherText) return 0;
    if (text === null || otherText === null) return text === null ? -1 : 1;
    return text < otherText ? -1 : 1;
  };
}

function valueOrder(of: TableColumn, numbers: Numbers, left: FixedValues, right: FixedValues): RowOrder {
  if (isDouble(of, numbers)) return numberOrder(doublesOf(left), doublesOf(right));
  if (left.width <= 2) return numberOrder(narrow(left), narrow(right));
  const words = left.width >> 2;
  const [mine, theirs] = [wordsOf(left), wordsOf(right)];
  return (row, other) => {
    // The highest word has the sign; the others have none.
    let [at, otherAt] = [row * words + words - 1, other * words + words - 1];
    const high = (mine[at] ?? 0) - (theirs[otherAt] ?? 0);
    if (high !== 0) return high;
    for (let left = words - 1; left > 0; left--) {
      const low = ((mine[--at] ?? 0) >>> 0) - ((theirs[--otherAt] ?? 0) >>> 0);
      if (low !== 0) return low;
    }
    return 0;
  };
}

type NumberArray = Float64Array | Int16Array | Uint8Array;

function numberOrder(numbers: NumberArray, others: NumberArray): RowOrder {
  return (row, other) => (numbers[row] ?? 0) - (others[other] ?? 0);
}

function doublesOf({ data }: FixedValues): Float64Array {
  return new Float64Array(data.buffer, data.byteOffset, data.byteLength >> 3);
}

function narrow({ data, width }: FixedValues): Int16Array | Uint8Array {
  return width === 1 ? data : new Int16Array(data.buffer, data.byteOffset, data.byteLength >> 1);
}
