import {
  addDays,
  asSeries,
  DATA_TYPES,
  dayText,
  INTERVALS,
  type Interval,
  isCandleType,
  isDayAfter,
  MARKETS,
  type Series,
  typicalBytes,
} from '@tapehaul/archive';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  grainOf,
  parsePartitionPath,
  partitionDays,
  partitionOf,
  partitionPath,
  partitionsOfSpan,
  tableFolder,
} from '../src/index.ts';

const day = fc.integer({ min: 0, max: 36_500 }).map(dayText);
const symbol = fc.oneof(
  fc.constantFrom(
    'BTCUSDT',
    'BTCUSD_PERP',
    'BTCUSD_250926',
    '币安人生USDT',
    'ICPUSDT_SETTLED',
    'BTCBVOLUSDT',
  ),
  fc.stringMatching(/^[A-Z0-9][A-Z0-9_]{0,20}$/),
);
const series: fc.Arbitrary<Series> = fc
  .record({
    market: fc.constantFrom(...MARKETS),
    dataType: fc.constantFrom(...DATA_TYPES),
    symbol,
    interval: fc.constantFrom(...INTERVALS),
  })
  .map(({ interval, ...parts }) => {
    const made = asSeries({ ...parts, interval: isCandleType(parts.dataType) ? interval : null });
    if (made === undefined) throw new Error('not a series');
    return made;
  });

const KLINES = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1m' } as const;
const TRADES = { market: 'futures_cm', dataType: 'trades', symbol: 'BTCUSD_PERP', interval: null } as const;

describe('the path of a partition', () => {
  test('names table, market, symbol, interval and span', () => {
    expect(partitionPath(partitionOf(KLINES, '2025-07-01'))).toBe(
      'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1m/month=2025-07/BTCUSDT-1m-2025-07.parquet',
    );
    expect(
      partitionPath(partitionOf({ ...KLINES, symbol: '币安人生USDT', interval: '1s' }, '2025-07-01')),
    ).toBe(
      'silver/binance/klines/market=spot/symbol=币安人生USDT/interval=1s/date=2025-07-01/币安人生USDT-1s-2025-07-01.parquet',
    );
    expect(partitionPath(partitionOf(TRADES, '2025-07-01'))).toBe(
      'silver/binance/trades/market=futures_cm/symbol=BTCUSD_PERP/date=2025-07-01/BTCUSD_PERP-trades-2025-07-01.parquet',
    );
  });

  test('gives the partition back, and begins with the folder of its series', () => {
    fc.assert(
      fc.property(series, day, (of, date) => {
        const partition = partitionOf(of, date);
        const path = partitionPath(partition);
        expect(parsePartitionPath(path)).toEqual(partition);
        expect(path.startsWith(tableFolder(of))).toBe(true);
      }),
    );
  });

  test('is read only if it is exactly so', () => {
    fc.assert(
      fc.property(
        series,
        day,
        fc.nat(),
        fc.constantFrom('', '/', '=', 'x', '0', '-', 'month='),
        (of, date, at, by) => {
          const path = partitionPath(partitionOf(of, date));
          const place = at % path.length;
          const changed = path.slice(0, place) + by + path.slice(place + 1);
          const read = parsePartitionPath(changed);
          if (read !== undefined) expect(partitionPath(read)).toBe(changed);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.each([
    'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1m/month=2025-07/BTCUSDT-1m-2025-08.parquet',
    'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1m/date=2025-07-01/BTCUSDT-1m-2025-07-01.parquet',
    'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1M/month=2025-07/BTCUSDT-1M-2025-07.parquet',
    'silver/binance/klines/symbol=BTCUSDT/market=spot/interval=1m/month=2025-07/BTCUSDT-1m-2025-07.parquet',
    'silver/binance/klines/market=um/symbol=BTCUSDT/interval=1m/month=2025-07/BTCUSDT-1m-2025-07.parquet',
    'silver/binance/klines/market=spot/symbol=btcusdt/interval=1m/month=2025-07/btcusdt-1m-2025-07.parquet',
    'silver/binance/trades/market=spot/symbol=BTCUSDT/date=2025-02-30/BTCUSDT-trades-2025-02-30.parquet',
    'silver/binance/trades/market=spot/symbol=BTCUSDT/date=2025-02-03/BTCUSDT-trades-2025-02-03.parquet.tmp',
    'bronze/binance/trades/market=spot/symbol=BTCUSDT/date=2025-02-03/BTCUSDT-trades-2025-02-03.parquet',
    '',
  ])('is not %s', (path) => {
    expect(parsePartitionPath(path)).toBeUndefined();
  });

  test('exists for no other series and no other period', () => {
    const wrong = [
      { ...KLINES, dataType: 'premiumIndex' },
      { ...KLINES, interval: null },
      { ...TRADES, interval: '1m' },
      { ...TRADES, market: 'um' },
      { ...TRADES, symbol: '../BTCUSDT' },
    ];
    for (const parts of wrong) {
      expect(() => partitionPath({ series: parts, period: '2025-07-01' })).toThrow(RangeError);
      expect(() => tableFolder(parts)).toThrow(RangeError);
      expect(() => partitionOf(parts, '2025-07-01')).toThrow(RangeError);
    }
    expect(() => partitionPath({ series: KLINES, period: '2025-07-01' })).toThrow(RangeError);
    expect(() => partitionPath({ series: TRADES, period: '2025-07' })).toThrow(RangeError);
  });
});

describe('the partitions of a span', () => {
  const length = fc.integer({ min: 0, max: 100 });

  test('hold each of its days once, in order, and begin and end with its first and last day', () => {
    fc.assert(
      fc.property(series, day, length, (of, first, more) => {
        const last = addDays(first, more);
        const days = [...partitionsOfSpan(of, first, last)].flatMap((partition) => partitionDays(partition));
        expect(days.slice(1).every((next, at) => isDayAfter(days[at] ?? '', next))).toBe(true);
        expect([...partitionsOfSpan(of, first, first)]).toEqual([partitionOf(of, first)]);
        expect(days.filter((one) => one >= first && one <= last)).toHaveLength(more + 1);
        expect(partitionDays(partitionOf(of, first))).toContain(first);
        expect(days[0]).toBe(partitionDays(partitionOf(of, first))[0]);
        expect(days.at(-1)).toBe(partitionDays(partitionOf(of, last)).at(-1));
      }),
    );
  });

  test('are none when it ends before it begins', () => {
    expect([...partitionsOfSpan(KLINES, '2025-07-01', '2025-06-30')]).toEqual([]);
  });
});

describe('the span of one file', () => {
  const kinds = DATA_TYPES.flatMap((type): (readonly [typeof type, Interval | null])[] =>
    isCandleType(type) ? INTERVALS.map((interval) => [type, interval]) : [[type, null]],
  );

  test.each(kinds)('of %s %s is a day where a day of a busy symbol is large', (dataType, interval) => {
    const parts = asSeries({ market: 'futures_um', dataType, symbol: 'BTCUSDT', interval });
    if (parts === undefined) throw new Error('not a series');
    const large = typicalBytes({ ...parts, partition: 'daily', period: '2025-07-01' }) > 100_000;
    expect(grainOf(dataType, interval)).toBe(large ? 'day' : 'month');
  });
});
