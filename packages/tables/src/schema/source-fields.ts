import { type ColumnType, type DataType, dataTypeSpec, type Market } from '@tapehaul/archive';
import type { FieldFormat, SourceField } from './source-field.ts';
import { tableSchema } from './table-schemas.ts';

const FORMATS: Readonly<Record<Exclude<ColumnType, 'time'>, FieldFormat>> = {
  day: 'date',
  hour: 'hour',
  id: 'whole number',
  count: 'whole number',
  decimal: 'decimal',
  flag: 'flag',
  text: 'text',
  filler: 'filler',
};

/**
 * The fields of a CSV line, in the order of the files of a market, and which column of the table each fills. Columns that no
 * field fills are null, or derived: {@link TableColumn.derived}. Undefined where the market never had the type.
 */
export function sourceFields(market: Market, dataType: DataType): readonly SourceField[] | undefined {
  const spec = dataTypeSpec(dataType).markets[market];
  if (spec === null) return undefined;
  const { columns } = tableSchema(dataType);
  const timeFormat = spec.times.unit === 'text' ? 'date time' : 'epoch';
  return spec.columns.map(({ name, type, mayBeBlank }) => {
    const column = type === 'filler' ? -1 : columns.findIndex((candidate) => candidate.name === name);
    const format = type === 'time' ? timeFormat : FORMATS[type];
    return { name, format, column: column === -1 ? null : column, mayBeBlank };
  });
}
