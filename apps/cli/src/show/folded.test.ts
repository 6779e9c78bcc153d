import { formatKey } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureAdviceLines, foldedFailures, foldedKeys, foldedPeriods } from './folded.ts';

const hourly = (period: string) =>
  formatKey({
    market: 'spot',
    dataType: 'klines',
    symbol: 'BTCUSDT',
    interval: '1h',
    partition: period.length === 7 ? 'monthly' : 'daily',
    period,
  });

test('days and months are sorted and become spans', () => {
  expect(foldedPeriods(['2025-07-02', '2025-06-30', '2025-07-01', '2025-07-04', '2025-07-01'])).toEqual([
    '2025-06-30 … 2025-07-02, 3 days',
    '2025-07-04',
  ]);
  expect(foldedPeriods(['2024-12', '2025-01'])).toEqual(['2024-12 … 2025-01, 2 months']);
});

test('spans hold as many days as were given', () => {
  const day = fc
    .integer({ min: 0, max: 400 })
    .map((it) => new Date(it * 86_400_000).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(day), (days) => {
      const counts = foldedPeriods(days).map((it) => Number(/(\d+) days$/.exec(it)?.[1] ?? 1));
      expect(counts.reduce((sum, it) => sum + it, 0)).toBe(new Set(days).size);
    }),
  );
});

test('keys fold by series; what is no key of the archive stays as it is', () => {
  expect(foldedKeys([hourly('2025-07-02'), 'x.zip', hourly('2025-07-01'), hourly('2025-05')])).toEqual([
    'spot/klines/BTCUSDT/1h daily 2025-07-01 … 2025-07-02, 2 days',
    'spot/klines/BTCUSDT/1h monthly 2025-05',
    'x.zip',
  ]);
});

test('failures fold by reason, and say no key twice', () => {
  const failed = (day: string, code: string) => ({
    key: hourly(day),
    error: { code, message: `${hourly(day)}: Access Denied` },
  });
  expect(
    foldedFailures([failed('2025-07-02', 'access_denied'), failed('2025-07-01', 'access_denied')]),
  ).toEqual(['spot/klines/BTCUSDT/1h daily 2025-07-01 … 2025-07-02, 2 days: Access Denied [access_denied]']);
  expect(foldedFailures([failed('2025-07-02', 'stalled')])).toEqual([
    `${hourly('2025-07-02')}: Access Denied [stalled]`,
  ]);
});

test('a failure with the address of the file keeps the address whole', () => {
  const key = hourly('2025-07-01');
  const message = `${key}: Get "http://127.0.0.1:9/b/${key}": ${key} is not there`;
  expect(foldedFailures([{ key, error: { code: 'server_error', message } }])).toEqual([
    `${key}: Get "http://127.0.0.1:9/b/${key}": it is not there [server_error]`,
  ]);
});

test('advice on failures is given once, with all codes that it is about', () => {
  const failed = (code: string, hint?: string) => ({ error: { code, message: 'no', hint } });
  expect(
    failureAdviceLines([
      failed('b', 'Wait.'),
      failed('a', 'Wait.'),
      failed('a', 'Wait.'),
      failed('disk_full'),
      { error: null },
    ]),
  ).toEqual(['a, b: Wait.', 'disk_full: Free space on the disk of the output directory, then retry.']);
});
