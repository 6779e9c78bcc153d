import { expect, test } from 'vitest';
import { columnsOf } from '../../src/pages/coverage/grid/columns.ts';
import { keyAction } from '../../src/pages/coverage/view/cursor-keys.ts';
import { clamp, scrollFor, scrollInto, usualLevel, zoomSteps } from '../../src/pages/coverage/view/zoom.ts';
import { gridOf } from './grids.ts';

const grid = gridOf({
  'spot/trades/A': ['2025-01-01', '##########'],
  'spot/trades/B': ['2025-01-01', '##########'],
  'spot/trades/C': ['2025-01-01', '##########'],
});

/** Key, the place of the cursor, and where it goes; a page has two rows. */
const MOVES = [
  ['ArrowUp', 0, 0, 0, 0],
  ['ArrowUp', 0, 9, 0, 9],
  ['ArrowUp', 1, 4, 0, 4],
  ['ArrowUp', 2, 0, 1, 0],
  ['ArrowUp', 2, 9, 1, 9],
  ['ArrowDown', 0, 0, 1, 0],
  ['ArrowDown', 0, 9, 1, 9],
  ['ArrowDown', 1, 4, 2, 4],
  ['ArrowDown', 2, 0, 2, 0],
  ['ArrowDown', 2, 9, 2, 9],
  ['ArrowLeft', 0, 0, 0, 0],
  ['ArrowLeft', 0, 9, 0, 8],
  ['ArrowLeft', 1, 4, 1, 3],
  ['ArrowLeft', 2, 0, 2, 0],
  ['ArrowLeft', 2, 9, 2, 8],
  ['ArrowRight', 0, 0, 0, 1],
  ['ArrowRight', 0, 9, 0, 9],
  ['ArrowRight', 1, 4, 1, 5],
  ['ArrowRight', 2, 0, 2, 1],
  ['ArrowRight', 2, 9, 2, 9],
  ['Home', 0, 0, 0, 0],
  ['Home', 0, 9, 0, 0],
  ['Home', 1, 4, 1, 0],
  ['Home', 2, 0, 2, 0],
  ['Home', 2, 9, 2, 0],
  ['End', 0, 0, 0, 9],
  ['End', 0, 9, 0, 9],
  ['End', 1, 4, 1, 9],
  ['End', 2, 0, 2, 9],
  ['End', 2, 9, 2, 9],
  ['PageUp', 0, 0, 0, 0],
  ['PageUp', 0, 9, 0, 9],
  ['PageUp', 1, 4, 0, 4],
  ['PageUp', 2, 0, 0, 0],
  ['PageUp', 2, 9, 0, 9],
  ['PageDown', 0, 0, 2, 0],
  ['PageDown', 0, 9, 2, 9],
  ['PageDown', 1, 4, 2, 4],
  ['PageDown', 2, 0, 2, 0],
  ['PageDown', 2, 9, 2, 9],
] as const;

test.each(MOVES)('%s at row %i and day %i leads to row %i and day %i', (key, row, day, toRow, toDay) => {
  const columns = columnsOf('day', grid.first, grid.days);
  const action = keyAction(key, { row, day }, { grid, rows: grid.rows, columns, pageRows: 2 });
  expect(action).toEqual({ kind: 'move', to: { row: toRow, day: toDay } });
});

test.each(['h', 'H', 'Tab', 'a', 'Escape', 'F5'])('%s does nothing where nothing is missing', (key) => {
  const columns = columnsOf('day', grid.first, grid.days);
  const action = keyAction(key, { row: 1, day: 1 }, { grid, rows: grid.rows, columns, pageRows: 2 });
  expect(action).toEqual({ kind: 'none' });
});

/** First and last pixel of a cell, the scroll position before, and after, in a view of 100 pixels. */
const SCROLLS = [
  [0, 10, 0, 0],
  [0, 10, 50, 0],
  [0, 10, 100, 0],
  [10, 30, 0, 0],
  [10, 30, 50, 10],
  [10, 30, 100, 10],
  [90, 110, 0, 10],
  [90, 110, 50, 50],
  [90, 110, 100, 90],
  [100, 200, 0, 100],
  [100, 200, 50, 100],
  [100, 200, 100, 100],
  [150, 160, 0, 60],
  [150, 160, 50, 60],
  [150, 160, 100, 100],
  [199, 209, 0, 109],
  [199, 209, 50, 109],
  [199, 209, 100, 109],
  [0, 300, 0, 0],
  [0, 300, 50, 0],
  [0, 300, 100, 0],
  [250, 600, 0, 250],
  [250, 600, 50, 250],
  [250, 600, 100, 250],
] as const;

test.each(SCROLLS)('pixels %i to %i come into view from %i at %i', (from, to, before, after) => {
  expect(scrollInto(from, to, before, 100)).toBe(after);
});

test.each([
  [0, 0, 1, 0],
  [10, 0, 5, 50],
  [10, 20, 5, 30],
  [10, 60, 5, 0],
  [2.5, 5, 10, 20],
] as const)('day %d stays at point %i when a day has %i pixels', (day, point, width, scroll) => {
  expect(scrollFor(day, point, width)).toBe(scroll);
});

test.each([
  [5, 0, 10, 5],
  [-1, 0, 10, 0],
  [11, 0, 10, 10],
] as const)('%i between %i and %i is %i', (value, least, most, bounded) => {
  expect(clamp(value, least, most)).toBe(bounded);
});

test.each([
  [15, 1_000, 'day'],
  [60, 1_000, 'day'],
  [100, 1_000, 'month'],
  [2_500, 1_000, 'month'],
] as const)('%i days in %i pixels are shown by %s at first', (days, width, level) => {
  expect(usualLevel(zoomSteps({ days, rows: 20, width, height: 400 }))).toBe(level);
});
