import type { Grid, GridRow } from './grid.ts';
import { MISSING, missingOf } from './layer.ts';

/** A cell of the map: place of the row among those shown, and day from the first day of the map on. */
export interface Place {
  readonly row: number;
  readonly day: number;
}

/**
 * The first day of the next hole behind a place, row by row, and from the beginning again behind the last; undefined where no row
 * has one. The rest of a hole that the place lies in is passed over.
 */
export function nextHole(grid: Grid, rows: readonly GridRow[], { row, day }: Place): Place | undefined {
  for (let step = 0; step <= rows.length; step += 1) {
    const place = (row + step) % rows.length;
    const shown = rows[place];
    if (shown === undefined) return undefined;
    const isMissing = (at: number): boolean => missingOf(grid.codes[shown.offset + at] ?? 0) !== MISSING.none;
    let at = 0;
    if (step === 0) {
      at = Math.max(0, day);
      while (at < grid.days && isMissing(at)) at += 1;
    }
    while (at < grid.days && !isMissing(at)) at += 1;
    if (at < grid.days) return { row: place, day: at };
  }
  return undefined;
}

/** The first day of the hole before a place; else as {@link nextHole}, in the other direction. */
export function previousHole(grid: Grid, rows: readonly GridRow[], { row, day }: Place): Place | undefined {
  for (let step = 0; step <= rows.length; step += 1) {
    const place = (row - step + rows.length * 2) % rows.length;
    const shown = rows[place];
    if (shown === undefined) return undefined;
    const isMissing = (at: number): boolean => missingOf(grid.codes[shown.offset + at] ?? 0) !== MISSING.none;
    let at = step === 0 ? Math.min(day, grid.days) - 1 : grid.days - 1;
    while (at >= 0 && !isMissing(at)) at -= 1;
    if (at < 0) continue;
    while (at > 0 && isMissing(at - 1)) at -= 1;
    return { row: place, day: at };
  }
  return undefined;
}
