import type { PlanRequest } from '../src/index.ts';

/** The day that plans of tests are made on. */
export const today = '2026-11-23';
/** A request of fifteen days of candles, unless a test says otherwise. */
export const request = (more: Partial<PlanRequest>): PlanRequest => ({
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['klines'],
  intervals: ['1h'],
  partition: 'auto',
  date_range: { start: '2025-07-01', end: '2025-07-15' },
  ...more,
});
