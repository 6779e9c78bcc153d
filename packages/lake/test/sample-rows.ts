import type { ColumnKind, Numbers, TableColumn, TableSchema } from '@tapehaul/tables';
import type { ColumnValues, TableRows } from '../src/index.ts';

/** A value of a row: whole numbers, times and scaled decimals as bigint, doubles as number. */
export type Value = bigint | number | boolean | string | null;

/** A column of a kind, which may be without values. */
export function column(
  name: string,
  kind: ColumnKind,
  decimal: TableColumn['decimal'] = kind === 'value' ? { precision: 18, scale: 8 } : null,
): TableColumn {
  return { name, kind, decimal, mayBeNull: true, derived: null, unit: null, meaning: name };
}

/** A schema of these columns. */
export function schemaOf(...columns: readonly [TableColumn, ...TableColumn[]]): TableSchema {
  return { name: 'trades', version: 1, columns, time: columns[0].name, key: null };
}

/** Rows in memory, column by column, as the writer takes them. */
export function rowsOf(
  schema: TableSchema,
  numbers: Numbers,
  rows: readonly (readonly Value[])[],
): TableRows {
  const columns = schema.columns.map((of, index) =>
    valuesOf(
      of,
      numbers,
      rows.map((row) => row[index] ?? null),
    ),
  );
  return { schema, numbers, count: rows.length, columns };
}

function valuesOf({ kind, decimal }: TableColumn, numbers: Numbers, values: readonly Value[]): ColumnValues {
  if (kind === 'text') return { texts: values.map((value) => (value === null ? null : String(value))) };
  const isDouble = kind === 'value' && numbers === 'double';
  const width = isDouble ? 8 : widthOf(kind, decimal);
  const data = new Uint8Array(values.length * width);
  const view = new DataView(data.buffer);
  for (const [row, value] of values.entries()) {
    const at = row * width;
    if (isDouble) view.setFloat64(at, Number(value), true);
    else if (width === 16) {
      view.setBigUint64(at, BigInt.asUintN(64, BigInt(value ?? 0)), true);
      view.setBigInt64(at + 8, BigInt(value ?? 0) >> 64n, true);
    } else if (width === 8) view.setBigInt64(at, BigInt(value ?? 0), true);
    else if (width === 4) view.setInt32(at, Number(value), true);
    else if (width === 2) view.setInt16(at, Number(value), true);
    else view.setUint8(at, Number(value));
  }
  const nulls = values.includes(null) ? Uint8Array.from(values, (value) => (value === null ? 1 : 0)) : null;
  return { width, data, nulls };
}

function widthOf(kind: ColumnKind, decimal: TableColumn['decimal']): 1 | 2 | 4 | 8 | 16 {
  if (kind === 'boolean') return 1;
  if (kind === 'smallint') return 2;
  if (kind === 'integer') return 4;
  return kind === 'value' && decimal?.precision === 38 ? 16 : 8;
}
