import type { Numbers, TableSchema } from '@tapehaul/tables';
import { columnWidth } from './column-layout.ts';
import type { ColumnValues, FixedValues, TableRows } from './table-rows.ts';

/** Rows of tables of this schema and kind of numbers, one table after the other; without tables, a table without rows. */
export function concatRows(schema: TableSchema, numbers: Numbers, tables: readonly TableRows[]): TableRows {
  const [first, ...others] = tables;
  if (first !== undefined && others.length === 0) return first;
  const count = tables.reduce((sum, table) => sum + table.count, 0);
  const columns = schema.columns.map((of, column): ColumnValues => {
    const width = columnWidth(of, numbers);
    if (width !== null) return concatValues(tables, column, width, count);
    return { texts: tables.flatMap((table) => textsOf(table, column)) };
  });
  return { schema, numbers, count, columns };
}

function concatValues(
  tables: readonly TableRows[],
  column: number,
  width: FixedValues['width'],
  rows: number,
): FixedValues {
  const data = new Uint8Array(rows * width);
  let nulls: Uint8Array | null = null;
  let row = 0;
  for (const { columns, count } of tables) {
    const values = columns[column];
    if (values === undefined || 'texts' in values || values.width !== width) {
      throw new RangeError(`column ${column} of the tables differs`);
    }
    data.set(values.data.subarray(0, count * width), row * width);
    if (values.nulls !== null) {
      nulls ??= new Uint8Array(rows);
      nulls.set(values.nulls.subarray(0, count), row);
    }
    row += count;
  }
  return { width, data, nulls };
}

function textsOf({ columns, count }: TableRows, column: number): readonly (string | null)[] {
  const values = columns[column];
  return values !== undefined && 'texts' in values ? values.texts.slice(0, count) : [];
}
