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
 * Rows as a table named `given`: one statement for all of them. Its parameters follow the first `before`: an array for each column, or
 * the value itself where all rows have the same.
 */
export function unnested<Row>(rows: readonly Row[], columns: readonly Column<Row>[], before = 0): Unnested {
  const given = columns.map(([, , of]) => rows.map(of));
  const varies = given.map((elements) => elements.some((element) => element !== elements[0]));
  // How many rows there are stands in an array.
  if (!varies.includes(true)) varies[0] = true;
  const parameter = (place: number): string => `$${before + place + 1}::${columns[place]?.[1]}`;
  const names = columns.map(([name]) => name);
  const arrays = names.flatMap((name, place) => (varies[place] ? [{ name, place }] : []));
  const selected = names.map((name, place) => (varies[place] ? name : `${parameter(place)} AS ${name}`));
  const unnest = `unnest(${arrays.map(({ place }) => `${parameter(place)}[]`).join(', ')}) AS listed (${arrays.map(({ name }) => name).join(', ')})`;
  return {
    sql: `(SELECT ${selected.join(', ')} FROM ${unnest}) AS given`,
    names: names.join(', '),
    values: given.map((elements, place) => (varies[place] ? arrayText(elements) : stored(elements[0]))),
  };
}

function stored(value: Element | undefined): Value {
  return typeof value === 'string' ? storable(value) : (value ?? null);
}
