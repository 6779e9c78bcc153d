import { parseConfig } from '@tapehaul/config';
import { expect, test } from 'vitest';
import { requestWarnings } from '../src/index.ts';

const request = (more: object) =>
  requestWarnings(
    parseConfig({
      markets: ['futures_um'],
      symbols: ['BTCUSDT'],
      data_types: ['klines'],
      date_range: { start: '2025-07-01', end: '2025-07-15' },
      ...more,
    }),
    '2025-09-01',
  ).map(({ message }) => message);

test('an interval that ended is named where the request names it, and is no matter where all are taken', () => {
  expect(request({})).toEqual([]);
  expect(request({ intervals: ['1h', '3d'] })).toEqual([
    expect.stringMatching(/^futures_um has no klines 3d from 2025-07-01 on: /),
  ]);
});

test('a type that ended is named', () => {
  const ended = { markets: ['options'], data_types: ['EOHSummary'] };
  expect(request(ended)).toEqual([expect.stringMatching(/^options has no EOHSummary from 2025-07-01 on: /)]);
});
