import type { GridRow } from './grid.ts';

/** Orders of the rows of the map. */
export const SORTS = ['first', 'name', 'holes', 'held'] as const;

/** An order of the rows: by the first day of which a file can be expected, name, most days missing, or least share held. */
export type Sort = (typeof SORTS)[number];

/** The rows in an order; those that are equal in it follow each other by name. By their first day they make a staircase, in which holes stand out. */
export function sortRows(rows: readonly GridRow[], sort: Sort): GridRow[] {
  return [...rows].sort((a, b) => ORDERS[sort](a, b) || byName(a, b));
}

const ORDERS: Readonly<Record<Sort, (a: GridRow, b: GridRow) => number>> = {
  first: (a, b) => a.begins - b.begins,
  name: () => 0,
  holes: (a, b) => b.ours + b.archive - (a.ours + a.archive),
  held: (a, b) => shareOf(a) - shareOf(b),
};

function shareOf({ held, expected }: GridRow): number {
  return expected === 0 ? 1 : held / expected;
}

function byName(a: GridRow, b: GridRow): number {
  return a.series < b.series ? -1 : Number(a.series > b.series);
}
