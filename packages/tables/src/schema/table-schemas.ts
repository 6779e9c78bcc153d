import { DATA_TYPE_SPECS, type DataType, type DataTypeSpec } from '@tapehaul/archive';
import { FACTS_OF_TABLES } from '../facts/facts-of-tables.ts';
import type { Derivation, TableFacts } from '../facts/table-facts.ts';
import { tableColumn } from './table-column.ts';
import type { TableColumn, TableSchema } from './table-schema.ts';

/** The table of a data type. */
export function tableSchema(dataType: DataType): TableSchema {
  const schema = SCHEMAS.get(dataType);
  if (schema === undefined) throw new RangeError(`not a data type: ${dataType}`);
  return schema;
}

const SCHEMAS: ReadonlyMap<DataType, TableSchema> = new Map(
  DATA_TYPE_SPECS.map((spec) => [spec.name, schemaOf(spec, FACTS_OF_TABLES[spec.name])]),
);

/** Throws a RangeError that names a field of the files of which nothing is said. */
function schemaOf(spec: DataTypeSpec<DataType>, facts: TableFacts): TableSchema {
  const [first, ...rest] = facts.columns;
  const columns = [tableColumn(spec, first), ...rest.map((column) => tableColumn(spec, column))] as const;
  refuseUnexplained(spec, facts);
  const time = columns.find(({ kind }) => kind === 'timestamp');
  if (time === undefined) throw new RangeError(`${spec.name}: no column is a time`);
  return { name: spec.name, version: facts.version, columns, time: time.name, key: keyOf(spec, columns) };
}

/** The row key of the files, with a derived column in the place of the fields that it is made from. */
function keyOf({ name, rowKey }: DataTypeSpec, columns: readonly TableColumn[]): TableSchema['key'] {
  if (rowKey === 'whole row') return null;
  const names = rowKey.map((field) => {
    const column =
      columns.find((candidate) => candidate.name === field) ??
      columns.find(({ derived }) => derived !== null && fieldsOfDerivation(derived).includes(field));
    if (column === undefined) throw new RangeError(`${name}: no column for ${field} of the row key`);
    return column.name;
  });
  const [first, ...rest] = new Set(names);
  return first === undefined ? null : [first, ...rest];
}

function refuseUnexplained({ name, markets }: DataTypeSpec, { columns, repeatsSymbol }: TableFacts): void {
  const explained = new Set([
    ...repeatsSymbol,
    ...columns.flatMap((column) =>
      column.derived === undefined ? [column.name] : fieldsOfDerivation(column.derived),
    ),
  ]);
  for (const field of Object.values(markets).flatMap((market) => market?.columns ?? [])) {
    if (field.type === 'filler' || explained.has(field.name)) continue;
    throw new RangeError(`${name}: the table says nothing of ${field.name}; add it in src/facts`);
  }
}

function fieldsOfDerivation(derived: Derivation): readonly string[] {
  return derived.rule === 'nearest minute' ? [derived.time] : [derived.day, derived.hour];
}
