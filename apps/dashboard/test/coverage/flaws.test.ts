import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from '../../src/pages/coverage/grid/columns.ts';
import { describeCell } from '../../src/pages/coverage/grid/describe.ts';
import { type FindingSpan, FLAW, flawAt, flawsOf, NO_FLAWS } from '../../src/pages/coverage/grid/flaws.ts';
import { layerOf } from '../../src/pages/coverage/grid/layer.ts';
import { KNOWN_FINDINGS, wordOfFinding } from '../../src/words/tables/finding-words.ts';
import { anyGrid, gridOf } from './grids.ts';

const grid = gridOf({
  'spot/trades/A': ['2025-01-30', '##f#'],
  'spot/trades/B': ['2025-01-30', '####'],
});
const gap: FindingSpan = {
  ...{ first: '2025-01-31', last: '2025-02-01', days: 2 },
  severity: 'gap',
  rule: 'short_day',
};
const wrong: FindingSpan = {
  ...{ first: '2025-02-02', last: '2025-02-09', days: 8 },
  severity: 'error',
  rule: 'ohlc',
};
const flaws = flawsOf(grid, [
  { series: 'spot/trades/A', spans: [gap, wrong] },
  { series: 'spot/trades/Z', spans: [gap] },
]);

test('held days of the map have the flaws that were found, others have none', () => {
  const { flaws: days } = layerOf(grid, grid.rows, columnsOf('day', grid.first, grid.days), flaws);
  expect([...days]).toEqual([FLAW.none, FLAW.gap, FLAW.none, FLAW.error, 0, 0, 0, 0]);
  const { flaws: months } = layerOf(grid, grid.rows, columnsOf('month', grid.first, grid.days), flaws);
  expect([...months]).toEqual([FLAW.gap, FLAW.error, FLAW.none, FLAW.none]);
  expect(flawsOf(grid, [])).toBe(NO_FLAWS);
});

test('a cell says what is wrong with its rows', () => {
  const [row] = grid.rows;
  if (row === undefined) throw new Error('two series');
  const said = (level: 'day' | 'month', day: number) =>
    describeCell(grid, row, day, columnsOf(level, grid.first, grid.days), flaws);
  expect(said('day', 0)).toBe('A, spot trades, 2025-01-30: held, proved by its checksum.');
  expect(said('day', 1)).toMatch(/: held, proved by its checksum; rows are missing \(short_day\)\.$/);
  expect(said('day', 3)).toMatch(/; rows are wrong \(ohlc\)\.$/);
  expect(said('month', 0)).toMatch(/2025-01: 2 of 2 days held, 1 of them with rows missing or wrong\.$/);
});

test('whatever a service answers, no cell outside of its series changes', () => {
  const span = fc.record({
    first: fc.constantFrom('1999-01-01', '2025-01-01', '2025-01-03', '2099-01-01'),
    last: fc.constantFrom('1999-01-01', '2025-01-04', '2099-01-01'),
    days: fc.integer(),
    severity: fc.constantFrom('gap' as const, 'error' as const),
    rule: fc.string(),
  });
  fc.assert(
    fc.property(anyGrid, fc.array(span, { maxLength: 300 }), (any, spans) => {
      const [row, ...others] = any.rows;
      if (row === undefined) return;
      const found = flawsOf(any, [{ series: row.series, spans }]);
      for (const other of others)
        for (let day = 0; day < any.days; day += 1) expect(flawAt(found, other, day)).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test('each severity has a word and an icon of its own', () => {
  const words = KNOWN_FINDINGS.map(wordOfFinding);
  expect(new Set(words.map(({ word }) => word)).size).toBe(KNOWN_FINDINGS.length);
  expect(new Set(words.map(({ icon }) => icon)).size).toBe(KNOWN_FINDINGS.length);
  expect(wordOfFinding('later').word).toBe('later');
});
