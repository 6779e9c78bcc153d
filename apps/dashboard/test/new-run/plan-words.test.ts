import { expect, test } from 'vitest';
import { type PlanSummary, unknownSymbols } from '../../src/pages/new-run/plan/plan-answer.ts';
import { fetchText, heldText, missingText } from '../../src/pages/new-run/plan/plan-words.ts';

const summaryOf = (more: Partial<PlanSummary>): PlanSummary => ({
  files: 0,
  changes: {},
  fetch_files: 0,
  fetch_bytes: 0,
  estimated_files: 0,
  disk_bytes: 0,
  requests: 0,
  missing_days: 0,
  free_bytes: null,
  unknown: [],
  warnings: [],
  verdicts: {},
  ...more,
});

test.each([
  [{}, 'nothing'],
  [{ fetch_files: 1, changes: { new: 1 } }, '1 file, new'],
  [{ fetch_files: 3, changes: { new: 3, present: 9 } }, '3 files, all new'],
  [{ fetch_files: 3, changes: { new: 2, gone: 1, disputed: 4 } }, '3 files: 2 new, 1 gone from the disk'],
])('of %j it says what is fetched: %s', (more, text) => {
  expect(fetchText(summaryOf(more))).toBe(text);
});

test.each([
  [{}, undefined],
  [{ changes: { present: 2 } }, '2 files in place'],
  [{ settled: { days: 62, held: 62, missing: 0 } }, '62 days held since earlier runs, not checked again'],
  [
    { changes: { present: 1 }, settled: { days: 3, held: 1, missing: 2 } },
    '1 file in place, and 1 day held since earlier runs, not checked again',
  ],
])('of %j it says what is held: %s', (more, text) => {
  expect(heldText(summaryOf(more))).toBe(text);
});

test.each([
  [{}, undefined],
  [{ missing_days: 2 }, '2 days that should exist: for reasons below'],
  [
    { missing_days: 1, settled: { days: 9, held: 8, missing: 1 } },
    '1 day that should exist: 1 not in the archive when an earlier run requested it',
  ],
  [
    { missing_days: 4, changes: { disputed: 1 }, settled: { days: 9, held: 8, missing: 1 } },
    '4 days that should exist: 1 not in the archive when an earlier run requested it; ' +
      '1 disputed, fetched once the archive changes the file; for reasons below',
  ],
])('of %j it says what will be missing: %s', (more, text) => {
  expect(missingText(summaryOf(more))).toBe(text);
});

test('a symbol that the archive does not know is noted at its place in the list, with the likely name', () => {
  const unknown = [
    { symbol: 'BTCUSTD', likely: 'BTCUSDT', message: 'no files' },
    { symbol: 'XYZ', likely: null, message: 'no files' },
    { symbol: null, message: 'no such type' },
  ];
  expect(unknownSymbols({ symbols: ['ETHUSDT', 'XYZ', 'BTCUSTD'] }, unknown)).toEqual([
    { path: 'symbols[2]', message: 'no files', suggestion: 'BTCUSDT' },
    { path: 'symbols[1]', message: 'no files' },
  ]);
  expect(unknownSymbols({ symbols: { spot: ['BTCUSTD'] } }, unknown)).toEqual([]);
  expect(unknownSymbols({}, unknown)).toEqual([]);
});
