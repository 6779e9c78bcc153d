import { type Column, type ColumnType, type ColumnUnit, type DataTypeSpec, MARKETS } from '@tapehaul/archive';
import type { ColumnFacts } from '../facts/table-facts.ts';
import type { ColumnKind, TableColumn } from './table-schema.ts';

/** Kinds of what one field fills. `day` and `hour` only help to make a time; `filler` means nothing. */
const KINDS: Readonly<Record<ColumnType, ColumnKind | null>> = {
  time: 'timestamp',
  id: 'bigint',
  count: 'integer',
  decimal: 'value',
  flag: 'boolean',
  text: 'text',
  day: null,
  hour: null,
  filler: null,
};

const UNITS: Readonly<Record<ColumnUnit, string>> = {
  quote: 'quote asset',
  base: 'base asset',
  contracts: 'contracts',
  USDT: 'USDT',
  ratio: 'ratio',
  percent: 'percent',
  points: 'points',
  hours: 'hours',
};

/**
 * A column of the table of a data type. Throws a RangeError when what is said of the column does not fit the files: none has
 * it, markets differ in its type, or a decimal is missing or makes no sense.
 */
export function tableColumn(spec: DataTypeSpec, facts: ColumnFacts): TableColumn {
  const { name, meaning, derived } = facts;
  if (derived !== undefined) {
    return { name, kind: 'timestamp', decimal: null, mayBeNull: false, derived, unit: null, meaning };
  }
  const fields = fieldsOf(spec, name);
  const kind = kindOf(spec, facts, fields);
  const decimal = facts.decimal ?? null;
  if ((kind === 'value') !== (decimal !== null)) {
    throw new RangeError(`${spec.name}: ${name} ${decimal === null ? 'needs a decimal' : 'is no decimal'}`);
  }
  const mayBeNull = fields.some(({ column }) => column === undefined || column.mayBeBlank);
  return { name, kind, decimal, mayBeNull, derived: null, unit: facts.unit ?? unitOf(fields), meaning };
}

/** The field of that name in each market that has the type. */
interface FieldInMarket {
  readonly market: string;
  /** Undefined where the market lacks it. */
  readonly column: Column | undefined;
}

function fieldsOf(spec: DataTypeSpec, name: string): readonly FieldInMarket[] {
  return MARKETS.flatMap((market) => {
    const columns = spec.markets[market]?.columns;
    return columns === undefined ? [] : [{ market, column: columns.find((column) => column.name === name) }];
  });
}

function kindOf(
  spec: DataTypeSpec,
  { name, small }: ColumnFacts,
  fields: readonly FieldInMarket[],
): ColumnKind {
  const types = new Set(fields.flatMap(({ column }) => (column === undefined ? [] : [column.type])));
  const [type] = types;
  const kind = type === undefined ? null : KINDS[type];
  if (types.size !== 1 || kind === null) {
    throw new RangeError(
      `${spec.name}: no column for ${name}, which is ${[...types].join(' and ') || 'in no file'}`,
    );
  }
  return kind === 'integer' && small === true ? 'smallint' : kind;
}

/** The unit in words, with its markets where they differ. */
function unitOf(fields: readonly FieldInMarket[]): string | null {
  const units = fields.flatMap(({ market, column }) => {
    const unit = column?.unit ?? null;
    return unit === null ? [] : [{ market, unit: UNITS[unit] }];
  });
  const having = new Map<string, string[]>();
  for (const { unit, market } of units) having.set(unit, [...(having.get(unit) ?? []), market]);
  if (having.size <= 1) return units[0]?.unit ?? null;
  return [...having].map(([unit, markets]) => `${unit} in ${markets.join(' and ')}`).join(', ');
}
