import type { Numbers, TableColumn, TableSchema } from '@tapehaul/tables';
import type { FixedValues, TableRows } from './table-rows.ts';

/** Bytes of a value of that column in {@link FixedValues}; null for text. */
export function columnWidth({ kind, decimal }: TableColumn, numbers: Numbers): FixedValues['width'] | null {
  switch (kind) {
    case 'text':
      return null;
    case 'boolean':
      return 1;
    case 'smallint':
      return 2;
    case 'integer':
      return 4;
    case 'value':
      return numbers === 'decimal' && decimal?.precision === 38 ? 16 : 8;
    case 'timestamp':
    case 'bigint':
      return 8;
  }
}

/** Whether values of that column are doubles, and not scaled or whole numbers. */
export function isDouble({ kind, decimal }: TableColumn, numbers: Numbers): boolean {
  return kind === 'value' && (numbers === 'double' || decimal === null);
}

/** The 32-bit words of values, as signed numbers. The memory is that of the values. */
export function wordsOf({ data }: FixedValues): Int32Array {
  return new Int32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
}

/** Position of the column by which rows belong to a day. */
export function timeColumn({ columns, time }: TableSchema): number {
  return columns.findIndex(({ name }) => name === time);
}

/** Gives the time of a row, in microseconds since 1970 UTC. */
export function timesOf(rows: TableRows): (row: number) => number {
  const column = rows.columns[timeColumn(rows.schema)];
  if (column === undefined || 'texts' in column) return () => Number.NaN;
  const words = wordsOf(column);
  return (row) => (words[row * 2 + 1] ?? 0) * 2 ** 32 + ((words[row * 2] ?? 0) >>> 0);
}
