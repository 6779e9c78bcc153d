import { type ArchiveObject, asSeries, formatKey } from '@tapehaul/archive';
import fc from 'fast-check';
import type { KeyFilter } from '../../records/task-keys.ts';

const SYMBOLS = ['BTCUSDT', 'BTCUSD', 'ETHUSDT', '币安人生USDT'] as const;
const DAYS = ['2024-12-31', '2025-01-01', '2025-01-02', '2025-01-31', '2025-02-01'] as const;

const series = fc
  .record({
    market: fc.constantFrom('spot', 'futures_um'),
    dataType: fc.constantFrom('klines', 'trades', 'markPriceKlines'),
    symbol: fc.constantFrom(...SYMBOLS),
    interval: fc.constantFrom('1m', '1h', '1mo'),
  })
  .map((it) => asSeries({ ...it, interval: it.dataType === 'trades' ? null : it.interval }))
  .filter((it) => it !== undefined);

const object = fc
  .record({
    series,
    partition: fc.constantFrom('daily' as const, 'monthly' as const),
    day: fc.constantFrom(...DAYS),
  })
  .map(({ series: its, partition, day }): ArchiveObject => {
    return { ...its, partition, period: partition === 'daily' ? day : day.slice(0, 7) };
  });

/** Keys of few series and days, sidecars and months without their zero among them, and ids of tasks that are no files. */
export const anyKey = fc.oneof(
  { weight: 12, arbitrary: object.map(formatKey) },
  { weight: 1, arbitrary: object.map((it) => `${formatKey(it)}.CHECKSUM`) },
  { weight: 1, arbitrary: object.map((it) => formatKey(it).replace('-01.zip', '-1.zip')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'plan',
      'data/spot/daily/klines/',
      'data/spot/daily/klines/BTCUSDT/\u{1f680}.zip',
    ),
  },
);

/** Filters that some of these keys fit. */
export const anyFilter: fc.Arbitrary<KeyFilter> = fc.record(
  {
    prefix: anyKey.chain((key) => fc.nat(key.length).map((length) => key.slice(0, length))),
    market: fc.constantFrom('spot', 'futures_um', 'options'),
    dataType: fc.constantFrom('klines', 'trades'),
    symbol: fc.constantFrom(...SYMBOLS, 'BTC'),
    interval: fc.constantFrom('1m', '1h', '2h'),
    from: fc.constantFrom(...DAYS),
    to: fc.constantFrom(...DAYS),
  },
  { requiredKeys: [] },
);
