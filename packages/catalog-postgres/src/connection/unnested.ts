import { arrayText, type Element, storable } from './array-text.ts';
import type { Value } from './session.ts';

/** A column of rows that a statement is given: its name, its type, and what each row has in it. */
export type Column<Row> = readonly [name: string, type: string, of: (row: Row) => Element];

/** Rows as a table of a statement. */
export interface Unnested {
  /** A table `given`, over parameters from the number that was requested. */
  readonly sql: string;
  /** The columns, separated by commas. */
  readonly names: string;
  readonly values: readonly Value[];
}

/**
 * Rows as a table named `given`, an array for each column: one statement for all of them. Its parameters follow the first `before`. Tables are
 * joined with it by an index, row by row.
 */
export function unnested<Row>(rows: readonly Row[], columns: readonly Column<Row>[], before = 0): Unnested {
  const given = columns.map(([, , of]) => rows.map(of));
  return table(
    columns,
    given,
    given.map(() => true),
    before,
  );
}

/**
 * Rows to be inserted, as {@link unnested} gives them, and in place of an array the value itself where all rows have the same. Not to be joined: PostgreSQL
 * would look for rows of the other table by what they have in common, such as all of a run.
 */
export function inserted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], before = 0): Unnested {
  const given = columns.map(([, , of]) => rows.map(of));
  const varies = given.map((elements) => elements.some((element) => element !== elements[0]));
  // How many rows there are stands in an array.
  if (!varies.includes(true)) varies[0] = true;
  return table(columns, given, varies, before);
}

function table<Row>(
  columns: readonly Column<Row>[],
  given: readonly (readonly Element[])[],
  varies: readonly boolean[],
  before: number,
): Unnested {
  const parameter = (place: number): string => `$${before + place + 1}::${columns[place]?.[1]}`;
  const names = columns.map(([name]) => name);
  const arrays = names.flatMap((name, place) => (varies[place] ? [{ name, place }] : []));
  const unnest = `unnest(${arrays.map(({ place }) => `${parameter(place)}[]`).join(', ')})`;
  const listed = arrays.map(({ name }) => name).join(', ');
  const selected = names.map((name, place) => (varies[place] ? name : `${parameter(place)} AS ${name}`));
  const isWhole = arrays.length === names.length;
  return {
    sql: isWhole
      ? `${unnest} AS given (${listed})`
      : `(SELECT ${selected.join(', ')} FROM ${unnest} AS listed (${listed})) AS given`,
    names: names.join(', '),
    values: given.map((elements, place) => (varies[place] ? arrayText(elements) : stored(elements[0]))),
  };
}

function stored(value: Element | undefined): Value {
  return typeof value === 'string' ? storable(value) : (value ?? null);
}
