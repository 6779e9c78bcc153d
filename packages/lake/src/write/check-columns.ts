import { TapehaulError } from '@tapehaul/errors';
import type { ColumnValues, TableRows } from '../rows/table-rows.ts';
import { columnType } from './column-types.ts';

/**
 * Throws a TapehaulError `internal` unless there are values for each column of the schema, of its width, and at least as many as
 * there are rows: they are copied without further checks.
 */
export function checkColumns({ schema, numbers, count, columns }: TableRows): void {
  if (columns.length !== schema.columns.length) {
    throw unfit(schema.name, `${columns.length} columns of values, expected ${schema.columns.length}`);
  }
  for (const [index, column] of schema.columns.entries()) {
    const values = columns[index];
    const { width } = columnType(column, numbers);
    const given = values === undefined || 'texts' in values ? null : values.width;
    if (values === undefined || given !== width) {
      throw unfit(schema.name, `values of ${column.name} are ${named(given)}, expected ${named(width)}`);
    }
    const length = lengthOf(values);
    if (length < count) {
      throw unfit(schema.name, `${length} values of ${column.name}, expected ${count}`);
    }
  }
}

function lengthOf(values: ColumnValues): number {
  if ('texts' in values) return values.texts.length;
  const { data, width, nulls } = values;
  return Math.min(Math.floor(data.byteLength / width), nulls?.length ?? Number.POSITIVE_INFINITY);
}

function named(width: number | null): string {
  return width === null ? 'text' : `of ${width} bytes`;
}

function unfit(table: string, found: string): TapehaulError {
  return new TapehaulError('internal', `rows of ${table} do not fit its schema: ${found}`, {
    facts: { table },
  });
}
