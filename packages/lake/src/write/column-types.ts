import type { ColumnKind, Numbers, TableColumn } from '@tapehaul/tables';

/** How a column is kept: its type in SQL, and the bytes of a value; null for text, whose values differ in length. */
export interface ColumnType {
  readonly sql: string;
  readonly width: 1 | 2 | 4 | 8 | 16 | null;
}

const TYPES: Readonly<Record<Exclude<ColumnKind, 'value'>, ColumnType>> = {
  timestamp: { sql: 'TIMESTAMP WITH TIME ZONE', width: 8 },
  bigint: { sql: 'BIGINT', width: 8 },
  integer: { sql: 'INTEGER', width: 4 },
  smallint: { sql: 'SMALLINT', width: 2 },
  boolean: { sql: 'BOOLEAN', width: 1 },
  text: { sql: 'VARCHAR', width: null },
};

/**
 * The type of a column. An `integer` is a count and never negative: DuckDB 1.5.6 packs the difference of neighbours that are 2^31
 * apart in a way that pyarrow refuses to read. A value without a decimal that holds it exactly is a double.
 */
export function columnType({ kind, decimal }: TableColumn, numbers: Numbers): ColumnType {
  if (kind !== 'value') return TYPES[kind];
  if (numbers === 'double' || decimal === null) return { sql: 'DOUBLE', width: 8 };
  const { precision, scale } = decimal;
  return { sql: `DECIMAL(${precision}, ${scale})`, width: precision > 18 ? 16 : 8 };
}
