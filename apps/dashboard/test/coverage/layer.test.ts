import { dayText } from '@tapehaul/archive';
import { isExpected, isHeld, specOf } from '@tapehaul/coverage';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  columnAt,
  columnCount,
  columnDays,
  columnsOf,
  LEVELS,
} from '../../src/pages/coverage/grid/columns.ts';
import { INKS, shareInk } from '../../src/pages/coverage/grid/inks.ts';
import { layerOf, MISSING } from '../../src/pages/coverage/grid/layer.ts';
import { marginsOf } from '../../src/pages/coverage/grid/margins.ts';
import { rasterPixels } from '../../src/pages/coverage/paint/raster.ts';
import { anyGrid, gridOf } from './grids.ts';

describe('columns', () => {
  test('of months and years begin where these begin, and the first with the first day', () => {
    const first = Date.parse('2023-11-20') / 86_400_000;
    const days = (level: 'year' | 'month') =>
      [...columnsOf(level, first, 100).starts].map((start) => dayText(first + start));
    expect(days('month')).toEqual(['2023-11-20', '2023-12-01', '2024-01-01', '2024-02-01', '2024-02-28']);
    expect(days('year')).toEqual(['2023-11-20', '2024-01-01', '2024-02-28']);
    expect(columnCount(columnsOf('month', first, 0))).toBe(0);
  });

  test('hold each day in exactly one of them', () => {
    const some = fc.tuple(
      fc.constantFrom(...LEVELS),
      fc.integer({ min: 0, max: 30_000 }),
      fc.integer({ min: 1, max: 900 }),
    );
    fc.assert(
      fc.property(some, ([level, first, count]) => {
        const columns = columnsOf(level, first, count);
        for (let day = 0; day < count; day += 1) {
          const [from, to] = columnDays(columns, columnAt(columns, day));
          expect(day >= from && day < to).toBe(true);
        }
      }),
    );
  });
});

test('a month is shaded by the share of its days that are held, and says whose its holes are', () => {
  const grid = gridOf({
    'spot/trades/A': ['2025-01-01', '#'.repeat(31)],
    'spot/trades/B': ['2025-01-01', `${'#'.repeat(30)}f`],
    'spot/trades/C': ['2025-01-01', `${'#'.repeat(20)}${'g'.repeat(11)}`],
    'spot/trades/D': ['2025-01-01', `${'#'.repeat(10)}${'g'.repeat(20)}f`],
    'spot/trades/E': ['2025-01-01', 'g'.repeat(31)],
    'spot/trades/F': ['2025-01-01', `${'#'.repeat(20)}${'p'.repeat(11)}`],
    'spot/trades/G': ['2025-01-01', 'y'.repeat(31)],
    'spot/trades/H': ['2025-01-01', 'b'.repeat(31)],
    'spot/trades/I': ['2025-01-01', '.'.repeat(31)],
  });
  const { inks, missing } = layerOf(grid, grid.rows, columnsOf('month', grid.first, grid.days));
  expect([...inks].map((ink) => INKS[ink])).toEqual([
    'held',
    'share-nearly',
    'share-most',
    'share-some',
    'share-none',
    'held',
    'coming',
    'outside',
    'blank',
  ]);
  const { none, ours, archive } = MISSING;
  expect([...missing]).toEqual([none, ours, archive, ours, archive, none, none, none, none]);
});

test('one missing day of a hundred is never shown as all, and one held day never as none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4_000 }), (expected) => {
      expect(shareInk(expected - 1, expected)).not.toBe('held');
      expect(shareInk(1, expected)).not.toBe('share-none');
    }),
  );
});

test('rows keep their order in a layer, and each block is what its days are', () => {
  fc.assert(
    fc.property(anyGrid, fc.constantFrom(...LEVELS), (grid, level) => {
      const rows = [...grid.rows].reverse();
      const columns = columnsOf(level, grid.first, grid.days);
      const { inks, missing } = layerOf(grid, rows, columns);
      const width = columnCount(columns);
      rows.forEach((row, place) => {
        for (let column = 0; column < width; column += 1) {
          const [from, to] = columnDays(columns, column);
          const codes = [...grid.codes.subarray(row.offset + from, row.offset + to)];
          const isDue = (code: number) => isExpected(code) && specOf(code).fault !== 'time';
          const holes = codes
            .filter((code) => isDue(code) && !isHeld(code))
            .map((code) => specOf(code).fault);
          const worst = holes.includes('ours')
            ? MISSING.ours
            : holes.length > 0
              ? MISSING.archive
              : MISSING.none;
          expect(missing[place * width + column]).toBe(worst);
          const ink = INKS[inks[place * width + column] ?? 0];
          if (level !== 'day') expect(ink === 'held').toBe(codes.some(isDue) && holes.length === 0);
        }
      });
    }),
    { numRuns: 40 },
  );
});

test('margins have the worst of each row and column', () => {
  const grid = gridOf({ 'spot/trades/A': ['2025-01-01', '#g#'], 'spot/trades/B': ['2025-01-01', '#fx'] });
  const margins = marginsOf(layerOf(grid, grid.rows, columnsOf('day', grid.first, grid.days)));
  const { none, ours, archive } = MISSING;
  expect([...margins.rows]).toEqual([archive, ours]);
  expect([...margins.columns]).toEqual([none, ours, ours]);
  const empty = marginsOf(layerOf(grid, [], columnsOf('day', grid.first, 0)));
  expect([empty.rows.length, empty.columns.length]).toEqual([0, 0]);
});

test('the picture has one pixel for a day and a row at each level', () => {
  const grid = gridOf({ 'spot/trades/A': ['2025-01-31', '#g'], 'spot/trades/B': ['2025-01-31', '.f'] });
  const palette = Uint32Array.from(INKS, (_, number) => 100 + number);
  const ink = (name: (typeof INKS)[number]) => 100 + INKS.indexOf(name);
  const pixels = (level: 'day' | 'month' | 'year') => [
    ...rasterPixels(layerOf(grid, grid.rows, columnsOf(level, grid.first, grid.days)), palette),
  ];
  expect(pixels('day')).toEqual([ink('held'), ink('archive'), ink('blank'), ink('ours')]);
  expect(pixels('month')).toEqual([ink('held'), ink('share-none'), ink('blank'), ink('share-none')]);
  expect(pixels('year')).toEqual([
    ink('share-most'),
    ink('share-most'),
    ink('share-none'),
    ink('share-none'),
  ]);
});
