import type { CellsQuery, CoverageReader, SeriesCells } from '@tapehaul/catalog';
import { codeOf } from '@tapehaul/coverage';
import { expect, test } from 'vitest';
import { MOST_SERIES, RunCoverageTally, shortened } from './run-coverage.ts';

/** Ten thousand series of three days; of every third one a day is missing. */
const SERIES = 10_000;

const symbolAt = (at: number): string => `S${String(at).padStart(5, '0')}USDT`;

const cellsAt = (at: number): SeriesCells => ({
  series: { market: 'spot', dataType: 'klines', symbol: symbolAt(at), interval: '1h' },
  first: '2025-07-01',
  last: '2025-07-03',
  codes: Uint8Array.of(codeOf('proved'), codeOf(at % 3 === 0 ? 'gap' : 'proved'), codeOf('proved')),
  doubles: 0,
  changedAt: 0,
});

/** A record of that many series, which notes the limit of each page. */
const recordOf = (count: number, limits: number[]): Pick<CoverageReader, 'cells'> => ({
  async cells({ cursor = '0', limit = 100 }: CellsQuery = {}) {
    limits.push(limit);
    const from = Number(cursor);
    const rows = Array.from({ length: Math.min(limit, count - from) }, (_, at) => cellsAt(from + at));
    return { rows, next: from + rows.length < count ? String(from + rows.length) : null };
  },
});

const request = {
  markets: ['spot' as const],
  symbols: ['*'],
  exclude_symbols: [],
  data_types: ['klines' as const],
  intervals: ['1h' as const],
  date_range: { start: '2025-07-01', end: '2025-07-03' },
};

test('however many series a run has, it lists a thousand, the incomplete ones first, and counts the others', async () => {
  const tally = new RunCoverageTally();
  const limits: number[] = [];
  let passed = 0;
  let largest = 0;
  for await (const group of tally.count(recordOf(SERIES, limits), request, new AbortController().signal)) {
    passed += group.length;
    largest = Math.max(largest, group.length);
  }
  expect(passed).toBe(SERIES);
  expect(largest).toBe(Math.max(...limits));
  expect(largest).toBeLessThanOrEqual(1_000);
  const incomplete = Math.ceil(SERIES / 3);
  const coverage = tally.coverage();
  const sums = { expected: 3 * SERIES, held: 3 * SERIES - incomplete, missing: incomplete };
  expect(coverage).toMatchObject({ series: SERIES, incomplete, ...sums, archive: incomplete, ours: 0 });
  expect(coverage.by_series.length).toBe(MOST_SERIES);
  expect(coverage.by_series.every(({ missing }) => missing === 1)).toBe(true);
  expect(coverage.not_listed).toBe(SERIES - MOST_SERIES);
  expect(shortened(coverage, 10)).toMatchObject({ series: SERIES, not_listed: SERIES - 10 });
});

test('complete series are listed behind the incomplete ones, and nothing is said to be left out where all are listed', async () => {
  const tally = new RunCoverageTally();
  await Array.fromAsync(tally.count(recordOf(5, []), request, new AbortController().signal));
  const { by_series: listed, not_listed } = tally.coverage();
  expect(listed.map(({ missing }) => missing)).toEqual([1, 1, 0, 0, 0]);
  expect(not_listed).toBe(0);
});

test('days of which only time decides are not missing, and have their reason', async () => {
  const cells = {
    ...cellsAt(0),
    codes: Uint8Array.of(codeOf('before_first'), codeOf('proved'), codeOf('not_yet_published')),
  };
  const record = { cells: async () => ({ rows: [cells], next: null }) };
  const tally = new RunCoverageTally();
  await Array.fromAsync(tally.count(record, request, new AbortController().signal));
  const days = { expected: 2, held: 1, missing: 0, not_yet: 1 };
  const reason = {
    verdict: 'not_yet_published',
    fault: 'time',
    days: 1,
    first: '2025-07-03',
    last: '2025-07-03',
  };
  const by_state = { before_first: 1, proved: 1, not_yet_published: 1 };
  const series = [{ ...days, by_state, reasons: [reason] }];
  expect(tally.coverage()).toMatchObject({ incomplete: 0, ...days, by_state, by_series: series });
});

test('counting ends when its signal aborts', async () => {
  const counting = new RunCoverageTally().count(recordOf(5, []), request, AbortSignal.abort());
  await expect(counting.next()).rejects.toMatchObject({ code: 'cancelled' });
});
