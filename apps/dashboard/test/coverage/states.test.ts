import { addDays, dayNumber, dayText } from '@tapehaul/archive';
import { codeOf, DAY_STATES, type DayState, specOf } from '@tapehaul/coverage';
import { describe, expect, test } from 'vitest';
import {
  columnAt,
  columnCount,
  columnDays,
  columnsOf,
  type Level,
} from '../../src/pages/coverage/grid/columns.ts';
import { describeCell } from '../../src/pages/coverage/grid/describe.ts';
import { codeAt, decodeGrid, type Grid } from '../../src/pages/coverage/grid/grid.ts';
import { codesOfNames, INK_OF_CODE, INKS, inkNumber, shareInk } from '../../src/pages/coverage/grid/inks.ts';
import { blockOf, layerOf, MISSING, missingOf } from '../../src/pages/coverage/grid/layer.ts';
import { gridOf } from './grids.ts';

/** What each state of a day looks like, who misses it, and what is said of it. */
const STATES = [
  ['unknown', 'blank', 'none', 'never requested'],
  ['proved', 'held', 'none', 'held, proved by its checksum'],
  ['month', 'held', 'none', 'held in a proved monthly file'],
  ['accepted', 'held', 'none', 'held, accepted by a person although its checksum differs'],
  ['unverified', 'unverified', 'none', 'held, without a checksum to prove it'],
  ['month_unverified', 'unverified', 'none', 'held in a monthly file without a checksum'],
  ['planned', 'coming', 'none', 'requested, and not fetched yet'],
  ['not_yet_published', 'coming', 'none', 'not published yet'],
  ['before_first', 'outside', 'none', 'before the first file of the series'],
  ['after_last', 'outside', 'none', 'after the last file of the series'],
  ['type_ended', 'outside', 'none', 'after the archive ended this data type'],
  ['never_existed', 'outside', 'none', 'the archive does not have this series'],
  ['gap', 'archive', 'archive', 'missing, although earlier and later files exist'],
  ['absent', 'archive', 'archive', 'not found in the archive when it was requested'],
  ['month_short', 'archive', 'archive', 'missing in a monthly file that is too short'],
  ['failed', 'ours', 'ours', 'could not be fetched'],
  ['disputed', 'disputed', 'archive', 'contradicts its published checksum'],
  ['corrupt', 'corrupt', 'ours', 'was held, and its file is corrupt'],
  ['gone', 'ours', 'ours', 'was held, and its file is gone from the disk'],
] as const;

/** A map of one series whose days are in these states. */
function mapOf(...states: readonly DayState[]): Grid {
  const runs = states.flatMap((state) => [codeOf(state), 1]);
  const figures = { expected: 0, held: 0, ours: 0, archive: 0, not_yet: 0 };
  const [first, last] = ['2025-01-01', addDays('2025-01-01', states.length - 1)];
  return decodeGrid([
    { states: DAY_STATES, series: [{ series: 'spot/trades/A', first, last, runs, ...figures }] },
  ]);
}

/** The ink and the fault of the one block of a map at a level. */
function blockAt(grid: Grid, level: Level): readonly [string | undefined, number | undefined] {
  const { inks, missing } = layerOf(grid, grid.rows, columnsOf(level, grid.first, grid.days));
  return [INKS[inks[0] ?? 0], missing[0]];
}

describe('a state of a day', () => {
  test('is in the table of this test, each one', () => {
    expect(STATES.map(([state]) => state)).toEqual([...DAY_STATES]);
  });

  test.each(STATES)(
    '%s has the ink %s, is missed by %s, and is said in words',
    (state, ink, whose, words) => {
      const grid = mapOf(state);
      expect(INKS[INK_OF_CODE[codeOf(state)] ?? 0]).toBe(ink);
      expect(missingOf(codeOf(state))).toBe(MISSING[whose]);
      expect(blockAt(grid, 'day')).toEqual([ink, MISSING[whose]]);
      const [row] = grid.rows;
      if (row === undefined) throw new Error('one series');
      const said = describeCell(grid, row, 0, columnsOf('day', grid.first, grid.days));
      expect(said).toBe(`A, spot trades, 2025-01-01: ${words}.`);
    },
  );

  test.each(STATES)('%s alone makes a month of its own kind', (state, _, whose) => {
    const { held, expected, fault } = specOf(codeOf(state));
    const ink =
      state === 'unknown'
        ? 'blank'
        : !expected
          ? 'outside'
          : held
            ? 'held'
            : fault === 'time'
              ? 'coming'
              : 'share-none';
    expect(blockAt(mapOf(state), 'month')).toEqual([ink, MISSING[whose]]);
    expect(blockAt(mapOf(state), 'year')).toEqual([ink, MISSING[whose]]);
  });

  test.each(STATES)('%s beside a held day takes nothing from it unless it is a hole', (state, _, whose) => {
    const ink = whose === 'none' ? 'held' : 'share-most';
    expect(blockAt(mapOf('proved', state), 'month')).toEqual([ink, MISSING[whose]]);
    expect(blockAt(mapOf(state, 'proved'), 'month')).toEqual([ink, MISSING[whose]]);
  });

  test('of ours outweighs one of the archive, in either order', () => {
    expect(blockAt(mapOf('gap', 'failed'), 'month')).toEqual(['share-none', MISSING.ours]);
    expect(blockAt(mapOf('failed', 'gap'), 'month')).toEqual(['share-none', MISSING.ours]);
  });
});

test.each([
  [0, 10, 'share-none'],
  [1, 10, 'share-some'],
  [4, 10, 'share-some'],
  [5, 10, 'share-most'],
  [8, 10, 'share-most'],
  [9, 10, 'share-nearly'],
  [99, 100, 'share-nearly'],
  [365, 366, 'share-nearly'],
  [10, 10, 'held'],
  [1, 1, 'held'],
  [0, 0, 'held'],
] as const)('%i of %i days held have the ink %s', (held, expected, ink) => {
  expect(shareInk(held, expected)).toBe(ink);
});

test('inks have numbers of their own, and names of states their codes', () => {
  expect(INKS.map(inkNumber)).toEqual(INKS.map((_, number) => number));
  expect([...codesOfNames(DAY_STATES)].slice(0, DAY_STATES.length)).toEqual(DAY_STATES.map(codeOf));
  expect(Math.max(...codesOfNames(['none of ours']))).toBe(0);
});

test('a block counts its days by what they are', () => {
  const { codes } = mapOf('proved', 'failed', 'gap', 'planned', 'unknown', 'before_first', 'month');
  expect(blockOf(codes, 0, 7)).toEqual({ days: 7, known: 6, expected: 5, held: 2, ours: 1, archive: 1 });
  expect(blockOf(codes, 1, 3)).toEqual({ days: 2, known: 2, expected: 2, held: 0, ours: 1, archive: 1 });
  expect(blockOf(codes, 4, 4)).toEqual({ days: 0, known: 0, expected: 0, held: 0, ours: 0, archive: 0 });
});

test('a day outside of the map is unknown', () => {
  const grid = gridOf({ 'spot/trades/A': ['2025-01-01', '##'], 'spot/trades/B': ['2025-01-01', 'ff'] });
  const [row] = grid.rows;
  if (row === undefined) throw new Error('two series');
  expect([-1, 0, 1, 2].map((day) => codeAt(grid, row, day))).toEqual([
    0,
    codeOf('proved'),
    codeOf('proved'),
    0,
  ]);
});

describe('columns', () => {
  test.each([
    ['2024-02-01', 61, 'month', ['2024-02-01', '2024-03-01', '2024-04-01']],
    ['2023-02-01', 60, 'month', ['2023-02-01', '2023-03-01', '2023-04-01']],
    ['2024-12-31', 2, 'month', ['2024-12-31', '2025-01-01']],
    ['2024-12-31', 2, 'year', ['2024-12-31', '2025-01-01']],
    ['2024-01-01', 366, 'year', ['2024-01-01']],
    ['2024-01-01', 367, 'year', ['2024-01-01', '2025-01-01']],
    ['2025-06-30', 3, 'day', ['2025-06-30', '2025-07-01', '2025-07-02']],
  ] as const)('from %s of %i days by %s', (first, days, level, starts) => {
    const number = dayNumber(first);
    const columns = columnsOf(level, number, days);
    expect(columnCount(columns)).toBe(starts.length);
    expect(starts.map((_, column) => dayText(number + columnDays(columns, column)[0]))).toEqual(starts);
    expect(columnDays(columns, starts.length - 1)[1]).toBe(days);
    expect(columnAt(columns, -5)).toBe(0);
    expect(columnAt(columns, days + 5)).toBe(starts.length - 1);
  });
});
