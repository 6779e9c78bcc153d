import type { SeriesDaysReport } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { incompleteSeries } from './series-lines.ts';

const report = (
  series: string,
  held: number,
  reasons: Readonly<Record<string, ['ours' | 'archive' | 'time', number]>>,
): SeriesDaysReport => {
  const days = (whose: string) =>
    Object.values(reasons).reduce((sum, [fault, count]) => sum + (fault === whose ? count : 0), 0);
  const [ours, archive, not_yet] = [days('ours'), days('archive'), days('time')];
  return {
    series,
    ...{ expected: held + ours + archive + not_yet, held, missing: ours + archive, ours, archive, not_yet },
    by_state: {},
    reasons: Object.entries(reasons).map(([verdict, [fault, count]]) => {
      return { verdict, fault, days: count, first: '2025-07-01', last: '2025-07-31', reason: '' };
    }),
  };
};

test('a series with a missing day says how many it holds and why', () => {
  const by_series = [report('spot/klines/BTCUSDT/1h', 364, { gap: ['archive', 1] })];
  expect(incompleteSeries({ by_series })).toEqual([
    'BTCUSDT 1h: 364 of 365 days, 1 missing: the archive has no file',
  ]);
});

test('reasons that mean the same are one; complete series and days that only time brings are left out', () => {
  const by_series = [
    report('spot/klines/BTCUSDT/1h', 1, { gap: ['archive', 2], absent: ['archive', 1], failed: ['ours', 4] }),
    report('spot/klines/ETHUSDT/1h', 3, { not_yet_published: ['time', 1] }),
    report('futures_um/metrics/ETHUSDT', 0, { disputed: ['archive', 1], planned: ['time', 2] }),
  ];
  expect(incompleteSeries({ by_series })).toEqual([
    'spot/klines/BTCUSDT/1h: 1 of 8 days, 7 missing: the archive has no file (3), could not be fetched (4)',
    'futures_um/metrics/ETHUSDT: 0 of 3 days, 1 missing: contradicts the published checksum',
  ]);
});
