import type { Value } from './session.ts';

/** A column of rows that a statement is given: its name, its type, and what each row has in it. */
export type Column<Row> = readonly [
  name: string,
  type: string,
  of: (row: Row) => string | number | boolean | null | Uint8Array,
];

/** Rows as a table of a statement. */
export interface Unnested {
  /** `unnest(…) AS given (…)`, over parameters from the number that was requested. */
  readonly sql: string;
  /** The columns, separated by commas. */
  readonly names: string;
  readonly values: readonly Value[];
}

/** Rows as a table named `given`, an array for each column: one statement for all of them. Its parameters follow the first `before`. */
export function unnested<Row>(rows: readonly Row[], columns: readonly Column<Row>[], before = 0): Unnested {
  const arrays = columns.map(([, type], place) => `$${before + place + 1}::${type}[]`);
  const names = columns.map(([name]) => name).join(', ');
  return {
    sql: `unnest(${arrays.join(', ')}) AS given (${names})`,
    names,
    values: columns.map(([, , of]) => rows.map((row) => stored(of(row)))),
  };
}

/** A text without the character that PostgreSQL cannot store, which messages of other programs may have. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u{fffd}') : text;
}

function stored<Kind>(value: Kind): Kind | string {
  return typeof value === 'string' ? storable(value) : value;
}
