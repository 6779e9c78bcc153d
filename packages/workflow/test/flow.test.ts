import { expect, test } from 'vitest';
import { collectUntil, simulator } from './archive.ts';

test('a file waits as long as was configured before it is tried again', async () => {
  simulator.faults.add({ key: /03\.zip$/, fault: { kind: 'status', status: 503 } });
  const begun = Date.now();
  const { event } = await collectUntil('retry', { task_retry_delay_seconds: 7_200 });
  const seconds = (Date.parse(event?.retry_at ?? '') - begun) / 1_000;
  expect(seconds).toBeGreaterThanOrEqual(3_600);
});

test('a plan by the matrix stops when it is stopped', async () => {
  // The archive has no such rates, which is said first; the candles are 53,000 files.
  const { result } = await collectUntil('verdict', {
    data_types: ['fundingRate', 'klines'],
    symbols: Array.from({ length: 50 }, (_, n) => `S${n}USDT`),
    partition: 'daily',
    date_range: { start: '2022-01-01', end: '2024-12-01' },
  });
  expect(result.status).toBe('cancelled');
  expect(result.metadata.files).toEqual({});
});
