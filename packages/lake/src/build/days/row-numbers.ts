import type { TableColumn } from '@tapehaul/tables';
import type { ColumnValues, TableRows } from '../../rows/table-rows.ts';

/** A row as a `RowChecker` takes it: a number for each column, NaN where there is none and for text. Fills and gives the array. */
export function rowNumbers(
  { schema, numbers, columns }: TableRows,
  row: number,
  into: Float64Array,
): Float64Array {
  for (const [column, of] of schema.columns.entries()) {
    const values = columns[column];
    into[column] = values === undefined ? Number.NaN : numberOf(of, numbers === 'double', values, row);
  }
  return into;
}

function numberOf(
  { kind, decimal }: TableColumn,
  areDoubles: boolean,
  values: ColumnValues,
  row: number,
): number {
  if ('texts' in values || values.nulls?.[row] === 1) return Number.NaN;
  const { data, width } = values;
  const view = new DataView(data.buffer, data.byteOffset + row * width, width);
  if (kind === 'value' && (areDoubles || decimal === null)) return view.getFloat64(0, true);
  const scale = kind === 'value' ? 10 ** (decimal?.scale ?? 0) : 1;
  return wholeNumber(view, width) / scale;
}

function wholeNumber(view: DataView, width: number): number {
  if (width === 1) return view.getUint8(0);
  if (width === 2) return view.getInt16(0, true);
  if (width === 4) return view.getInt32(0, true);
  if (width === 8) return Number(view.getBigInt64(0, true));
  return Number((view.getBigInt64(8, true) << 64n) | view.getBigUint64(0, true));
}
