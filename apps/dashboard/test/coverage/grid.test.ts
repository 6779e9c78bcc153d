import { dayNumber } from '@tapehaul/archive';
import { codeOf, DAY_STATES, runLengths } from '@tapehaul/coverage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeAt, decodeGrid, EMPTY_GRID, figuresOf } from '../../src/pages/coverage/grid/grid.ts';
import { rowLabels } from '../../src/pages/coverage/grid/row-labels.ts';
import { sortRows } from '../../src/pages/coverage/grid/sort-rows.ts';
import { answerOf, gridOf } from './grids.ts';

test('series of different lives stand on one axis of days', () => {
  const grid = gridOf({
    'spot/klines/BTCUSDT/1h': ['2025-01-01', '##g#'],
    'futures_um/trades/ETHUSDT': ['2025-01-03', '#f'],
  });
  expect(grid).toMatchObject({ first: dayNumber('2025-01-01'), days: 4 });
  expect(grid.rows).toMatchObject([
    {
      symbol: 'BTCUSDT',
      interval: '1h',
      market: 'spot',
      dataType: 'klines',
      expected: 4,
      held: 3,
      archive: 1,
    },
    { symbol: 'ETHUSDT', interval: null, market: 'futures_um', dataType: 'trades', held: 1, ours: 1 },
  ]);
  const [btc, eth] = grid.rows;
  const states = (row: typeof btc) =>
    [0, 1, 2, 3].map((day) => (row === undefined ? '' : DAY_STATES[codeAt(grid, row, day)]));
  expect(states(btc)).toEqual(['proved', 'proved', 'gap', 'proved']);
  expect(states(eth)).toEqual(['unknown', 'unknown', 'proved', 'failed']);
});

test('any codes are decoded as they were, on whatever day the series begins', () => {
  const codes = fc.uint8Array({ max: DAY_STATES.length - 1, minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(codes, fc.integer({ min: 0, max: 20_000 }), (its, start) => {
      const day = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);
      const figures = { expected: 0, held: 0, ours: 0, archive: 0, not_yet: 0 };
      const [first, last] = [day(start), day(start + its.length - 1)];
      const series = [{ series: 'spot/trades/A', first, last, runs: runLengths(its), ...figures }];
      const grid = decodeGrid([{ states: DAY_STATES, series }]);
      expect(grid.first).toBe(start);
      expect(grid.codes).toEqual(Uint8Array.from(its));
    }),
  );
});

test('what is no run length, or too long, ends a series and changes no other', () => {
  const answer = answerOf({
    'spot/trades/A': ['2025-01-01', '####'],
    'spot/trades/B': ['2025-01-01', '####'],
  });
  for (const runs of [[1, 1e9], [1, -3], [1, Number.NaN], [1, 2, 1, 0.5], [300, 4], [1]]) {
    const [first, second] = answer.series;
    if (first === undefined || second === undefined) throw new Error('two series');
    const grid = decodeGrid([{ ...answer, series: [{ ...first, runs }, second] }]);
    expect(grid.codes).toHaveLength(8);
    expect([...grid.codes.subarray(4)]).toEqual(Array(4).fill(codeOf('proved')));
  }
});

test('states of a service that numbers them in another way keep their names; unknown ones are unknown', () => {
  const answer = answerOf({ 'spot/trades/A': ['2025-01-01', '###'] });
  const series = answer.series.map((row) => ({ ...row, runs: [0, 1, 1, 1, 2, 1] }));
  const grid = decodeGrid([{ states: ['gap', 'invented later', 'proved'], series }]);
  expect([...grid.codes]).toEqual([codeOf('gap'), codeOf('unknown'), codeOf('proved')]);
});

test('pages follow each other, and their figures add up', () => {
  const pages = [
    answerOf({ 'spot/trades/A': ['2025-01-01', '#ff'] }),
    answerOf({ 'spot/trades/B': ['2025-02-01', '#gp'] }),
  ];
  const grid = decodeGrid(pages);
  expect(grid.rows.map(({ series }) => series)).toEqual(['spot/trades/A', 'spot/trades/B']);
  expect(figuresOf(grid.rows)).toEqual({ expected: 6, held: 2, ours: 2, archive: 1, not_yet: 1 });
  expect(decodeGrid([])).toBe(EMPTY_GRID);
});

test('rows are sorted by first day, name, holes or share held, and by name where that is equal', () => {
  const { rows } = gridOf({
    'spot/trades/C': ['2025-01-02', '###'],
    'spot/trades/B': ['2025-01-02', 'gf#'],
    'spot/trades/A': ['2025-01-05', '#g#'],
    'spot/trades/D': ['2024-12-30', 'bbf'],
  });
  const sorted = (sort: 'first' | 'name' | 'holes' | 'held') =>
    sortRows(rows, sort)
      .map(({ symbol }) => symbol)
      .join('');
  expect(sorted('first')).toBe('DBCA');
  expect(sorted('name')).toBe('ABCD');
  expect(sorted('holes')).toBe('BADC');
  expect(sorted('held')).toBe('DBAC');
});

test('rows have the shortest names that differ', () => {
  const one = {
    'spot/klines/BTCUSDT/1h': ['2025-01-01', '#'],
    'spot/klines/BTCUSDT/1d': ['2025-01-01', '#'],
  } as const;
  expect(rowLabels(gridOf(one).rows)).toEqual(['BTCUSDT 1h', 'BTCUSDT 1d']);
  const more = { ...one, 'futures_um/trades/BTCUSDT': ['2025-01-01', '#'] } as const;
  expect(rowLabels(gridOf(more).rows)).toEqual([
    'BTCUSDT 1h spot klines',
    'BTCUSDT 1d spot klines',
    'BTCUSDT um trades',
  ]);
});
