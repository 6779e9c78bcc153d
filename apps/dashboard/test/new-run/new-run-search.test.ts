import { expect, test } from 'vitest';
import { firstConfig, readNewRunSearch } from '../../src/pages/new-run/new-run-search.ts';
import { startBody } from '../../src/pages/new-run/plan/plan-answer.ts';

test('an address says what a new collection begins with', () => {
  const search = readNewRunSearch({
    set: 'lab',
    market: 'spot',
    type: 'klines',
    interval: '1h',
    symbol: 'BTCUSDT,ETHUSDT',
    from: '2025-07-11',
    to: 'tomorrow',
    more: 1,
  });
  expect(firstConfig(search, '2026-11-27')).toEqual({
    output_directory: 'lab',
    markets: ['spot'],
    data_types: ['klines'],
    intervals: ['1h'],
    symbols: ['BTCUSDT', 'ETHUSDT'],
    date_range: { start: '2025-07-11', end: '2025-07-11' },
  });
});

test('types without intervals get none, and what is not said is left to the reader', () => {
  const config = firstConfig(
    readNewRunSearch({ market: 'spot', type: 'trades', symbol: 1000 }),
    '2026-11-27',
  );
  expect(config).toEqual({
    output_directory: 'collection',
    markets: ['spot'],
    data_types: ['trades'],
    symbols: ['1000'],
  });
});

test('without anything, it is a small collection of this month', () => {
  expect(firstConfig(readNewRunSearch({}), '2026-11-27')).toEqual({
    output_directory: 'collection',
    markets: ['spot'],
    data_types: ['klines'],
    intervals: ['1h'],
    symbols: ['BTCUSDT'],
    date_range: { start: '2026-11-01', end: 'latest' },
  });
});

test('what is started is the plan that was shown, where the service keeps plans', () => {
  const summary = {
    files: 1,
    changes: {},
    fetch_files: 1,
    fetch_bytes: 1,
    estimated_files: 0,
    disk_bytes: 1,
    requests: 1,
    missing_days: 0,
    free_bytes: null,
    unknown: [],
    warnings: [],
    verdicts: {},
  };
  expect(startBody({ markets: ['spot'] }, { plan_id: 'p1', summary, gaps: [] })).toEqual({ plan_id: 'p1' });
  expect(startBody({ markets: ['spot'] }, { summary, gaps: [] })).toEqual({ config: { markets: ['spot'] } });
  expect(startBody({}, { plan_id: 'p1', summary, gaps: [] }, true)).toEqual({ plan_id: 'p1', on: 'fleet' });
});
