import { type Columns, columnAt, columnCount, columnDays } from '../grid/columns.ts';
import type { Grid, GridRow } from '../grid/grid.ts';
import { nextHole, type Place, previousHole } from '../grid/next-hole.ts';

/** What a key does on the map: the cursor moves, the zoom changes, or what is under the cursor is opened. */
export type KeyAction =
  | { readonly kind: 'move'; readonly to: Place }
  | { readonly kind: 'zoom'; readonly by: 1 | -1 }
  | { readonly kind: 'open' }
  | { readonly kind: 'none' };

/** Where the cursor moves: what is shown, in which columns, and how many rows a page has. */
export interface KeyContext {
  readonly grid: Grid;
  readonly rows: readonly GridRow[];
  readonly columns: Columns;
  readonly pageRows: number;
}

/**
 * What a key does with the cursor at a place: arrows move by a cell, Page Up and Page Down by a page of rows, Home and End to the
 * first and last day, `h` and `H` to the next and previous hole, `+` and `-` zoom, Enter opens. `none` for a key that does nothing
 * here, such as `h` where nothing is missing: it is left to the browser.
 */
export function keyAction(key: string, place: Place, context: KeyContext): KeyAction {
  const { grid, rows, columns, pageRows } = context;
  if (rows.length === 0 || grid.days === 0) return { kind: 'none' };
  const byRows = (count: number): KeyAction =>
    move({ ...place, row: bounded(place.row + count, rows.length) });
  const byColumns = (count: number): KeyAction => {
    const column = bounded(columnAt(columns, place.day) + count, columnCount(columns));
    return move({ ...place, day: columnDays(columns, column)[0] });
  };
  switch (key) {
    case 'ArrowUp':
      return byRows(-1);
    case 'ArrowDown':
      return byRows(1);
    case 'PageUp':
      return byRows(-pageRows);
    case 'PageDown':
      return byRows(pageRows);
    case 'ArrowLeft':
      return byColumns(-1);
    case 'ArrowRight':
      return byColumns(1);
    case 'Home':
      return move({ ...place, day: 0 });
    case 'End':
      return move({ ...place, day: columnDays(columns, columnCount(columns) - 1)[0] });
    case '+':
    case '=':
      return { kind: 'zoom', by: 1 };
    case '-':
      return { kind: 'zoom', by: -1 };
    case 'h':
      return found(nextHole(grid, rows, behind(place, columns)));
    case 'H':
      return found(previousHole(grid, rows, place));
    case 'Enter':
      return { kind: 'open' };
    default:
      return { kind: 'none' };
  }
}

/** Where the search for the next hole begins: behind the block that the cursor stands on, unless that is a day. */
function behind({ row, day }: Place, columns: Columns): Place {
  if (columns.level === 'day') return { row, day };
  return { row, day: columnDays(columns, columnAt(columns, day))[1] };
}

function move(to: Place): KeyAction {
  return { kind: 'move', to };
}

function found(to: Place | undefined): KeyAction {
  return to === undefined ? { kind: 'none' } : move(to);
}

function bounded(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, value));
}
