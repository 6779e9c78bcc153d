import { daysBetween, formatKey, knownSeries, type Series } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import type { TableSource } from '../../source/table-source.ts';
import { monthPartitions } from './month-partitions.ts';

const JULY = [...daysBetween('2025-07-01', '2025-07-31')];

function seriesOf(market: string, dataType: string, interval: string | null = null): Series {
  const series = knownSeries({ market, dataType, symbol: 'BTCUSDT', interval });
  if (series === undefined) throw new RangeError(dataType);
  return series;
}

function source(series: Series, period: string): TableSource {
  const partition = period.length === 7 ? 'monthly' : 'daily';
  const key = formatKey({ ...series, partition, period });
  return { key, path: `/${key}`, bytes: 1, sha256: 'ab'.repeat(32), partition, period };
}

test.each([
  ['spot', 'klines', '1m'],
  ['futures_um', 'fundingRate', null],
  ['futures_um', 'metrics', null],
])('%s %s %s has one partition a month, of all of its files', (market, dataType, interval) => {
  const series = seriesOf(market, dataType, interval);
  const sources = ['2025-07-03', '2025-06', '2025-07-01', '2025-08-01', '2025-07'].map((period) =>
    source(series, period),
  );
  const partitions = monthPartitions(series, '2025-07', sources);
  expect(partitions.map(({ period }) => period)).toEqual(['2025-07']);
  expect(partitions[0]?.sources.map(({ period }) => period)).toEqual(['2025-07', '2025-07-01', '2025-07-03']);
  expect(monthPartitions(series, '2025-05', sources)).toEqual([]);
});

test.each([
  ['spot', 'klines', '1s'],
  ['spot', 'trades', null],
  ['futures_um', 'aggTrades', null],
])(
  '%s %s %s has a partition a day: each with a monthly file, else those of daily files',
  (market, dataType, interval) => {
    const series = seriesOf(market, dataType, interval);
    const [first, third, monthly] = [
      source(series, '2025-07-01'),
      source(series, '2025-07-03'),
      source(series, '2025-07'),
    ];
    expect(monthPartitions(series, '2025-07', [third, first])).toEqual([
      { period: '2025-07-01', sources: [first] },
      { period: '2025-07-03', sources: [third] },
    ]);
    const all = monthPartitions(series, '2025-07', [third, monthly]);
    expect(all.map(({ period }) => period)).toEqual(JULY);
    expect(all[2]?.sources).toEqual([monthly, third]);
    expect(all[3]?.sources).toEqual([monthly]);
  },
);

test('a series of no known data type has no partitions', () => {
  const unknown = { market: 'spot', dataType: 'quotes', symbol: 'BTCUSDT', interval: null };
  expect(() => monthPartitions(unknown, '2025-07', [])).toThrow(
    expect.objectContaining({ code: 'config_invalid' }),
  );
});
