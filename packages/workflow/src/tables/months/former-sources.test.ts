import { NO_IDENTITY } from '@tapehaul/catalog/rules';
import { expect, test } from 'vitest';
import { hasAllOf, wouldLoseRows } from './former-sources.ts';

const keyOf = (period: string): string =>
  `data/spot/${period.length === 7 ? 'monthly' : 'daily'}/trades/BTCUSDT/BTCUSDT-trades-${period}.zip`;
const source = (period: string, sha256 = 'aa') => ({ key: keyOf(period), period, sha256, rows: 5 });
const from = (period: string, first: string, last = first, rule: string | null = null) => ({
  ...{ first, last, rule },
  source: keyOf(period),
});

test.each([
  ['all are held', true, ['2025-07', '2025-07-01']],
  ['some were deleted', true, ['2025-07-01']],
  ['one is new', false, ['2025-07', '2025-07-02']],
])('a partition has all of its files where %s', (_, expected, held) => {
  const sources = ['2025-07', '2025-07-01'].map((period) => source(period));
  expect(
    hasAllOf(
      { sources },
      held.map((period) => source(period)),
    ),
  ).toBe(expected);
});

test('a partition has not all of its files where one was replaced', () => {
  expect(hasAllOf({ sources: [source('2025-07-01')] }, [source('2025-07-01', 'bb')])).toBe(false);
});

test.each([
  ['no file is gone', false, ['2025-07'], [from('2025-07', '2025-07-01', '2025-07-31')]],
  ['its days are held in place of the month', false, ['2025-07-01'], [from('2025-07', '2025-07-01')]],
  ['a day of the month is in no file', true, ['2025-07-01'], [from('2025-07', '2025-07-01', '2025-07-02')]],
  ['the month is held in place of a day', false, ['2025-07'], [from('2025-07-01', '2025-07-01')]],
  [
    'the month was found to be short',
    true,
    ['2025-07'],
    [from('2025-07-01', '2025-07-01', '2025-07-01', 'monthly_short')],
  ],
  ['a file of another day had rows', true, ['2025-07-01'], [from('2025-07-02', '2025-07-01')]],
] as const)('building again loses rows, where %s: %s', (_, expected, held, days) => {
  const sources = [...new Set(days.map((span) => span.source))].map((key) => ({
    key,
    sha256: 'aa',
    rows: 5,
  }));
  const built = { identity: '1f'.repeat(32), sources, days };
  const files = held.map((period) => source(period));
  expect(wouldLoseRows(built, files)).toBe(expected);
  // What stands is not as it was built: there is nothing to keep.
  expect(wouldLoseRows({ ...built, identity: NO_IDENTITY }, files)).toBe(false);
});
