import type { FieldFormat, Numbers, SourceField, TableColumn, TableSchema } from '@tapehaul/tables';

/** How the fast parser reads a field; `SLOW` leaves the whole line to the thorough one. */
const WHOLE = 0;
export const DOUBLE = 1;
export const FIXED = 2;
export const EPOCH = 3;
export const FLAG = 4;
export const DATE_TIME = 5;
export const TEXT = 6;
export const FILLER = 7;
export const SLOW = 8;

/** How one field of a line is read, and where it goes. */
export interface PlannedField {
  readonly name: string;
  readonly format: FieldFormat;
  /** One of the numbers above. */
  readonly reading: number;
  /** Position in the cells: that of its column, or one behind all columns where only a derivation needs it; -1 where nothing does. */
  readonly slot: number;
  readonly mayBeBlank: boolean;
  /** Of a whole number: the largest one. */
  readonly most: bigint;
  /** Of a decimal that is kept exactly; else null. */
  readonly shape: { readonly precision: number; readonly scale: number } | null;
}

/** A column that is made from other cells. */
export interface PlannedDerivation {
  readonly slot: number;
  readonly rule: 'nearest minute' | 'day and hour';
  /** The slots that it is made from; both the same for a rule of one field. */
  readonly from: readonly [number, number];
}

/** How lines of a file become rows of a table. */
export interface LinePlan {
  readonly schema: TableSchema;
  readonly numbers: Numbers;
  readonly fields: readonly PlannedField[];
  readonly derivations: readonly PlannedDerivation[];
  /** Cells of a row: columns, and what derivations need beside them. */
  readonly slots: number;
  /** Columns that every regular line fills. */
  readonly filled: readonly number[];
  /** Position of the column that says to which day a row belongs. */
  readonly time: number;
}

/** The plan of the files of a market. */
export function planLines(schema: TableSchema, fields: readonly SourceField[], numbers: Numbers): LinePlan {
  const needed = new Set(
    schema.columns.flatMap(({ derived }) => (derived === null ? [] : sourcesOf(derived))),
  );
  let slots = schema.columns.length;
  const planned = fields.map((field) => {
    const slot = field.column ?? (needed.has(field.name) ? slots++ : -1);
    return planField(field, slot, field.column === null ? undefined : schema.columns[field.column], numbers);
  });
  const slotOf = (name: string): number => planned.find((field) => field.name === name)?.slot ?? -1;
  const derivations = schema.columns.flatMap(({ derived }, slot): PlannedDerivation[] => {
    if (derived === null) return [];
    const [first, second] = sourcesOf(derived).map(slotOf);
    if (first === undefined || first < 0 || second === -1) return [];
    return [{ slot, rule: derived.rule, from: [first, second ?? first] }];
  });
  const filled = [...planned, ...derivations].map(({ slot }) => slot).filter((slot) => slot >= 0);
  const time = schema.columns.findIndex(({ name }) => name === schema.time);
  return { schema, numbers, fields: planned, derivations, slots, filled, time };
}

function sourcesOf(derived: NonNullable<TableColumn['derived']>): readonly string[] {
  return derived.rule === 'nearest minute' ? [derived.time] : [derived.day, derived.hour];
}

function planField(
  { name, format, mayBeBlank }: SourceField,
  slot: number,
  column: TableColumn | undefined,
  numbers: Numbers,
): PlannedField {
  const shape = numbers === 'decimal' ? (column?.decimal ?? null) : null;
  const reading = slot < 0 ? FILLER : format === 'decimal' && shape !== null ? FIXED : READINGS[format];
  return { name, format, reading, slot, mayBeBlank, most: MOST[column?.kind ?? 'bigint'] ?? 0n, shape };
}

const READINGS: Readonly<Record<FieldFormat, number>> = {
  epoch: EPOCH,
  'date time': DATE_TIME,
  date: SLOW,
  hour: SLOW,
  'whole number': WHOLE,
  decimal: DOUBLE,
  flag: FLAG,
  text: TEXT,
  filler: FILLER,
};

const MOST: Partial<Record<TableColumn['kind'], bigint>> = {
  bigint: 2n ** 63n - 1n,
  integer: 2n ** 31n - 1n,
  smallint: 2n ** 15n - 1n,
};
