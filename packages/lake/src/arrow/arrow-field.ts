import type { Numbers, TableColumn } from '@tapehaul/tables';
import type { DataType, Field } from 'apache-arrow';
import type { Arrow } from './load-arrow.ts';

/** The field of a column, in an exact type: times are microseconds in UTC, decimals have 128 bits. */
export function arrowField(arrow: Arrow, column: TableColumn, numbers: Numbers): Field {
  return arrow.Field.new(column.name, typeOf(arrow, column, numbers), column.mayBeNull);
}

function typeOf(arrow: Arrow, { kind, decimal }: TableColumn, numbers: Numbers): DataType {
  switch (kind) {
    case 'timestamp':
      return new arrow.TimestampMicrosecond('UTC');
    case 'bigint':
      return new arrow.Int64();
    case 'integer':
      return new arrow.Int32();
    case 'smallint':
      return new arrow.Int16();
    case 'boolean':
      return new arrow.Bool();
    case 'text':
      return new arrow.Utf8();
    case 'value':
      if (numbers === 'double' || decimal === null) return new arrow.Float64();
      return new arrow.Decimal(decimal.scale, decimal.precision, 128);
  }
}
