import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOf, LEVELS } from '../../src/pages/coverage/grid/columns.ts';
import { describeCell } from '../../src/pages/coverage/grid/describe.ts';
import { MISSING, missingOf } from '../../src/pages/coverage/grid/layer.ts';
import { nextHole, type Place, previousHole } from '../../src/pages/coverage/grid/next-hole.ts';
import { keyAction } from '../../src/pages/coverage/view/cursor-keys.ts';
import { anyGrid, gridOf } from './grids.ts';

const grid = gridOf({
  'spot/klines/BTCUSDT/1h': ['2025-01-01', '##gg##f###'],
  'spot/klines/ETHUSDT/1h': ['2025-01-01', '##########'],
  'spot/trades/SOLUSDT': ['2025-01-01', 'p#######gg'],
});
const { rows } = grid;

describe('the next hole', () => {
  test('is found row by row, from its first day, and around the end', () => {
    const found: (Place | undefined)[] = [];
    let at: Place = { row: 0, day: 0 };
    for (let step = 0; step < 4; step += 1) {
      at = nextHole(grid, rows, at) ?? at;
      found.push(at);
    }
    expect(found).toEqual([
      { row: 0, day: 2 },
      { row: 0, day: 6 },
      { row: 2, day: 8 },
      { row: 0, day: 2 },
    ]);
    expect(previousHole(grid, rows, { row: 0, day: 2 })).toEqual({ row: 2, day: 8 });
    expect(previousHole(grid, rows, { row: 0, day: 6 })).toEqual({ row: 0, day: 2 });
  });

  test('is nowhere where nothing is missing', () => {
    expect(nextHole(grid, rows.slice(1, 2), { row: 0, day: 3 })).toBeUndefined();
    expect(previousHole(grid, rows.slice(1, 2), { row: 0, day: 3 })).toBeUndefined();
    expect(nextHole(grid, [], { row: 0, day: 0 })).toBeUndefined();
  });

  test('leads to every hole of any map, and then to the first again', () => {
    fc.assert(
      fc.property(anyGrid, (any) => {
        const starts = any.rows.flatMap(({ offset }, row) =>
          Array.from({ length: any.days }, (_, day) => day)
            .filter((day) => {
              const isMissing = (at: number) =>
                at >= 0 && missingOf(any.codes[offset + at] ?? 0) !== MISSING.none;
              return isMissing(day) && !isMissing(day - 1);
            })
            .map((day) => ({ row, day })),
        );
        let at: Place = { row: 0, day: -1 };
        const found = starts.map(() => {
          at = nextHole(any, any.rows, at) ?? at;
          return at;
        });
        const first = starts[0];
        const leads = first?.row === 0 && first.day === 0 ? [...starts.slice(1), first] : starts;
        expect([starts, leads]).toContainEqual(found);
        const back = starts.map(() => {
          at = previousHole(any, any.rows, at) ?? at;
          return at;
        });
        expect(new Set(back.map(({ row, day }) => `${row} ${day}`)).size).toBe(starts.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('keys', () => {
  const months = columnsOf('month', grid.first, grid.days);
  const days = columnsOf('day', grid.first, grid.days);
  const press = (key: string, place: Place, columns = days) =>
    keyAction(key, place, { grid, rows, columns, pageRows: 2 });

  test('move the cursor by cells, and stay on the map', () => {
    const at = { row: 1, day: 4 };
    expect(press('ArrowLeft', at)).toEqual({ kind: 'move', to: { row: 1, day: 3 } });
    expect(press('ArrowRight', at)).toEqual({ kind: 'move', to: { row: 1, day: 5 } });
    expect(press('ArrowUp', { row: 0, day: 4 })).toEqual({ kind: 'move', to: { row: 0, day: 4 } });
    expect(press('PageDown', at)).toEqual({ kind: 'move', to: { row: 2, day: 4 } });
    expect(press('Home', at)).toEqual({ kind: 'move', to: { row: 1, day: 0 } });
    expect(press('End', at)).toEqual({ kind: 'move', to: { row: 1, day: 9 } });
    expect(press('ArrowRight', at, months)).toEqual({ kind: 'move', to: { row: 1, day: 0 } });
  });

  test('zoom, open, go to the next hole, and leave all others to the browser', () => {
    const at = { row: 0, day: 0 };
    expect(press('+', at)).toEqual({ kind: 'zoom', by: 1 });
    expect(press('-', at)).toEqual({ kind: 'zoom', by: -1 });
    expect(press('Enter', at)).toEqual({ kind: 'open' });
    expect(press('h', at)).toEqual({ kind: 'move', to: { row: 0, day: 2 } });
    expect(press('H', at)).toEqual({ kind: 'move', to: { row: 2, day: 8 } });
    expect(press('h', at, months)).toEqual({ kind: 'move', to: { row: 2, day: 8 } });
    expect(press('Tab', at)).toEqual({ kind: 'none' });
    expect(keyAction('h', at, { grid, rows: [], columns: days, pageRows: 2 })).toEqual({ kind: 'none' });
  });

  test('keep the cursor on any map at any level', () => {
    const keys = fc.array(
      fc.constantFrom(
        'ArrowUp',
        'ArrowDown',
        'ArrowLeft',
        'ArrowRight',
        'Home',
        'End',
        'PageUp',
        'PageDown',
        'h',
        'H',
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(anyGrid, fc.constantFrom(...LEVELS), keys, (any, level, pressed) => {
        const columns = columnsOf(level, any.first, any.days);
        let at: Place = { row: 0, day: 0 };
        for (const key of pressed) {
          const action = keyAction(key, at, { grid: any, rows: any.rows, columns, pageRows: 3 });
          if (action.kind === 'move') at = action.to;
          expect(at.row >= 0 && at.row < any.rows.length && at.day >= 0 && at.day < any.days).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('a cell is said as a sentence: series, days, and how they are', () => {
  const [btc, , sol] = rows;
  if (btc === undefined || sol === undefined) throw new Error('three series');
  const say = (row: typeof btc, day: number, level: 'day' | 'month' | 'year') =>
    describeCell(grid, row, day, columnsOf(level, grid.first, grid.days));
  expect(say(btc, 2, 'day')).toBe(
    'BTCUSDT 1h, spot klines, 2025-01-03: missing, although earlier and later files exist.',
  );
  expect(say(btc, 2, 'month')).toBe(
    'BTCUSDT 1h, spot klines, 2025-01: 7 of 10 days held, 1 missing that can be fetched again, 2 missing in the archive.',
  );
  expect(say(sol, 0, 'year')).toBe(
    'SOLUSDT, spot trades, 2025: 7 of 10 days held, 2 missing in the archive, 1 still to come.',
  );
});
