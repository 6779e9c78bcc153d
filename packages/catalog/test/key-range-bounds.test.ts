import { describe, expect, test } from 'vitest';
import type { KeyFilter } from '../src/index.ts';
import { behindAll, compareText, KeyRanges, keyAfter } from '../src/rules/index.ts';

const KLINES = 'data/spot/daily/klines/BTCUSDT';
const MONTHS = 'data/spot/monthly/klines/BTCUSDT';
const daily = (day: string, interval = '1h') => `${KLINES}/${interval}/BTCUSDT-${interval}-${day}.zip`;
const monthly = (month: string, interval = '1h') => `${MONTHS}/${interval}/BTCUSDT-${interval}-${month}.zip`;
const trades = (symbol: string) => `data/spot/daily/trades/${symbol}/${symbol}-trades-2025-01-01.zip`;

describe('a key is wanted', () => {
  test.each<[string, string, KeyFilter, boolean]>([
    ['on the first day', daily('2025-01-02'), { from: '2025-01-02' }, true],
    ['not on the day before', daily('2025-01-01'), { from: '2025-01-02' }, false],
    ['on the last day', daily('2025-01-02'), { to: '2025-01-02' }, true],
    ['not on the day after', daily('2025-01-03'), { to: '2025-01-02' }, false],
    ['on the only day', daily('2025-01-02'), { from: '2025-01-02', to: '2025-01-02' }, true],
    [
      'not when the first day is after the last',
      daily('2025-01-02'),
      { from: '2025-01-03', to: '2025-01-01' },
      false,
    ],
    ['of a month whose last day is the first', monthly('2025-01'), { from: '2025-01-31' }, true],
    ['not of a month that ends before', monthly('2025-01'), { from: '2025-02-01' }, false],
    ['of a month whose first day is the last', monthly('2025-01'), { to: '2025-01-01' }, true],
    ['not of a month that begins after', monthly('2025-01'), { to: '2024-12-31' }, false],
    ['of a February with its leap day', monthly('2024-02'), { from: '2024-02-29' }, true],
    [
      'of a month that contains both days',
      monthly('2025-01'),
      { from: '2025-01-10', to: '2025-01-11' },
      true,
    ],
    ['of exactly this symbol', trades('BTCUSD'), { symbol: 'BTCUSD' }, true],
    ['not of a longer symbol', trades('BTCUSDT'), { symbol: 'BTCUSD' }, false],
    ['not of a type without intervals', trades('BTCUSDT'), { interval: '1h' }, false],
    ['as a task that is no file, by its prefix', 'plan', { prefix: 'pl' }, true],
    ['not as a task that is no file, by a market', 'plan', { market: 'spot' }, false],
    ['as any text, without a filter', '', {}, true],
  ])('%s', (_, key, filter, isWanted) => {
    expect(new KeyRanges(filter).isWanted(key)).toBe(isWanted);
  });
});

describe('the first range', () => {
  test.each<[string, KeyFilter, string | undefined]>([
    ['is all keys without a filter', {}, ''],
    ['begins with the prefix', { prefix: 'data/spot/d' }, 'data/spot/d'],
    [
      'is the folder of one series',
      { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' },
      `${KLINES}/1h/`,
    ],
    [
      'is the prefix where that is longer',
      { prefix: `${KLINES}/1h/BTC`, market: 'spot' },
      `${KLINES}/1h/BTC`,
    ],
    ['does not exist for an unknown market', { market: 'unknown' }, undefined],
    ['does not exist for an interval of trades', { dataType: 'trades', interval: '1h' }, undefined],
    [
      'does not exist where prefix and market contradict',
      { prefix: KLINES, market: 'futures_um' },
      undefined,
    ],
  ])('%s', (_, filter, first) => {
    expect(new KeyRanges(filter).first).toBe(first);
  });
});

describe('behind a key that does not fit', () => {
  const series: KeyFilter = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT' };

  test.each<[string, string, KeyFilter, string | undefined]>([
    [
      'of an earlier day lies the first day',
      daily('2024-12-31'),
      { ...series, from: '2025-01-02' },
      `${KLINES}/1h/BTCUSDT-1h-2025-01-02`,
    ],
    [
      'of an earlier month lies the month of the first day',
      monthly('2024-12'),
      { ...series, from: '2025-02-28' },
      `${MONTHS}/1h/BTCUSDT-1h-2025-02`,
    ],
    [
      'of a later day lies the end of its folder',
      daily('2025-01-03'),
      { ...series, to: '2025-01-02' },
      behindAll(`${KLINES}/1h/`),
    ],
    [
      'of an earlier interval lies the wanted one',
      daily('2025-01-01', '1h'),
      { market: 'spot', interval: '1m' },
      `${KLINES}/1m/`,
    ],
    [
      'of a later interval lies the end of its symbol',
      daily('2025-01-01', '1m'),
      { market: 'spot', interval: '1h' },
      behindAll(`${KLINES}/`),
    ],
    ['before the first range lies that range', 'a', series, `${KLINES}/`],
    ['between two ranges lies the next one', trades('BTCUSDT'), series, `${MONTHS}/`],
    ['after the last range lies nothing', monthly('2025-01').replaceAll('BTC', 'ETH'), series, undefined],
    ['after all keys with the prefix lies nothing', 'pm', { prefix: 'pl' }, undefined],
    ['that is no file lies the next text', `${KLINES}/readme`, series, keyAfter(`${KLINES}/readme`)],
  ])('%s', (_, key, filter, expected) => {
    const ranges = new KeyRanges(filter);
    expect(ranges.isWanted(key)).toBe(false);
    const next = ranges.behind(key);
    expect(next).toBe(expected);
    if (next !== undefined) expect(compareText(next, key)).toBeGreaterThan(0);
  });

  test('the wanted key itself is never skipped', () => {
    for (const [early, wanted] of [
      [daily('2024-12-31'), daily('2025-01-02')],
      [monthly('2024-12'), monthly('2025-01')],
    ] as const) {
      const ranges = new KeyRanges({ ...series, from: '2025-01-02' });
      expect(ranges.isWanted(wanted)).toBe(true);
      expect(compareText(ranges.behind(early) ?? '', wanted)).toBeLessThanOrEqual(0);
    }
  });
});
