import { describe, expect, test } from 'vitest';
import { at, candles, DAY, findingsIn, HOUR, type MadeRow, MINUTE, shortOf } from './made-rows.ts';

const DAILY = { dataType: 'klines', interval: '1m', period: '2025-07-01' };
const MONTHLY = { dataType: 'klines', interval: '1m', period: '2025-07' };
const START = at('2025-07-01');

function changed(rows: readonly MadeRow[], position: number, change: MadeRow): MadeRow[] {
  return rows.map((row, of) => (of === position ? { ...row, ...change } : row));
}

describe('files that keep all rules', () => {
  test.each([
    ['a day of minutes in microseconds', DAILY, candles(START, 1440, MINUTE, 1)],
    ['a day of minutes in milliseconds', DAILY, candles(START, 1440)],
    ['a month of minutes', MONTHLY, candles(START, 31 * 1440)],
    ['a month of hours', { ...MONTHLY, interval: '1h' }, candles(START, 31 * 24, HOUR)],
    ['a month of days', { ...MONTHLY, interval: '1d' }, candles(START, 31, DAY)],
    [
      'a week that begins in the month before',
      { ...MONTHLY, interval: '1w' },
      candles(at('2025-06-30'), 4, 7 * DAY),
    ],
    ['calendar months', { ...MONTHLY, interval: '1mo' }, candles(START, 1, 31 * DAY)],
  ])('%s', (_, file, rows) => {
    expect(findingsIn(file, rows)).toEqual([]);
  });

  test('mark prices, without volumes and below zero', () => {
    const rows = candles(START, 1440).map(({ open_time, close_time }) => ({
      ...{ open_time: open_time ?? 0, close_time: close_time ?? 0 },
      ...{ open: -0.0003, high: -0.0001, low: -0.0005, close: -0.0004 },
    }));
    expect(findingsIn({ ...DAILY, dataType: 'markPriceKlines', market: 'futures_um' }, rows)).toEqual([]);
  });

  test('candles without trades', () => {
    const rows = candles(START, 1440);
    const none = { volume: 0, quote_volume: 0, count: 0, taker_buy_volume: 0, taker_buy_quote_volume: 0 };
    expect(findingsIn(DAILY, changed(rows, 700, none))).toEqual([]);
  });

  test('any order, with repeated rows', () => {
    const rows = candles(START, 1440);
    const mixed = [...rows.slice(900), ...rows.slice(0, 1000), ...rows.slice(5, 9)];
    expect(findingsIn(DAILY, mixed)).toEqual([]);
  });
});

describe('missing candles', () => {
  test('five mark price candles of 2023-11-10 are one finding (#484)', () => {
    const start = at('2023-11-10');
    const rows = candles(start, 288, 5 * MINUTE).filter(
      ({ open_time = 0 }) => open_time < at('2023-11-10T03:40') || open_time > at('2023-11-10T04:00'),
    );
    const file = { dataType: 'markPriceKlines', market: 'futures_um', interval: '5m', period: '2023-11-10' };
    expect(findingsIn(file, rows)).toEqual([
      {
        rule: 'missing_rows',
        severity: 'gap',
        day: '2023-11-10',
        source: 'the/file.zip',
        first: at('2023-11-10T03:40'),
        last: at('2023-11-10T04:00'),
        count: 5,
        sample: null,
      },
    ]);
  });

  test('a month without its last 24 days (#359 #403) has a finding for each', () => {
    const found = findingsIn(MONTHLY, candles(START, 7 * 1440));
    expect(shortOf(found)).toEqual(
      Array.from({ length: 24 }, (_, day) => `2025-07-${String(day + 8).padStart(2, '0')} day_missing gap 1`),
    );
  });

  test('a month without its first ten days (#320)', () => {
    const found = findingsIn(MONTHLY, candles(at('2025-07-11'), 21 * 1440));
    expect(shortOf(found)).toEqual(['2025-07-01 starts_late note 10']);
    expect(found[0]).toMatchObject({ first: START, last: at('2025-07-11') });
  });

  test('a hole over midnight is cut by day', () => {
    const rows = candles(START, 31 * 1440).filter(
      ({ open_time = 0 }) => open_time < at('2025-07-02T22:00') || open_time >= at('2025-07-04T01:00'),
    );
    expect(shortOf(findingsIn(MONTHLY, rows))).toEqual([
      '2025-07-02 missing_rows gap 120',
      '2025-07-03 day_missing gap 1',
      '2025-07-04 missing_rows gap 60',
    ]);
  });

  test('more than a hundred runs of a day are folded', () => {
    const rows = candles(START, 1440).filter((_, position) => position % 2 === 0 || position > 1400);
    const found = findingsIn(DAILY, rows);
    expect(found).toHaveLength(101);
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(700);
    expect(found.at(-1)?.sample ?? found.find(({ sample }) => sample !== null)?.sample).toBe('600 more runs');
  });

  test('a row outside of the period counts for nothing', () => {
    expect(findingsIn(DAILY, candles(START, 1441))).toEqual([]);
  });
});

test('candles off the grid around an outage are kept (#77)', () => {
  const start = at('2018-02-09');
  const rows = candles(start, 1440).map((row) => {
    const time = row.open_time ?? 0;
    return time === at('2018-02-09T09:58')
      ? { ...row, open_time: time + 14_789_000, close_time: time + MINUTE - 1000 }
      : row;
  });
  const found = findingsIn({ ...DAILY, period: '2018-02-09' }, rows);
  expect(shortOf(found)).toEqual(['2018-02-09 off_grid note 1', '2018-02-09 close_time note 1']);
  expect(found[0]?.sample).toContain('open_time=2018-02-09T09:58:14.789Z open=');
});

describe('values', () => {
  test.each([
    ['low above open', { low: 200 }, ['ohlc', 'quote_bounds']],
    [
      'high below close',
      {
        high: 99,
        open: 99,
        low: 98,
        close: 100,
        volume: 0,
        count: 0,
        quote_volume: 0,
        taker_buy_volume: 0,
        taker_buy_quote_volume: 0,
      },
      ['ohlc'],
    ],
    ['takers bought more than all', { taker_buy_volume: 3.1 }, ['taker_volume']],
    ['takers paid more than all', { taker_buy_quote_volume: 1e6 }, ['taker_volume']],
    [
      'trades without volume',
      { volume: 0, quote_volume: 0, taker_buy_volume: 0, taker_buy_quote_volume: 0 },
      ['count_volume'],
    ],
    ['volume without trades', { count: 0 }, ['count_volume']],
    ['a quote volume below the lowest price', { quote_volume: 250 }, ['quote_bounds']],
    ['a quote volume above the highest price', { quote_volume: 350 }, ['quote_bounds']],
    ['a candle that closes early', { close_time: START + 14_838_000 }, ['close_time']],
  ])('%s', (_, change, rules) => {
    const found = findingsIn(DAILY, changed(candles(START, 1440), 0, change));
    expect(found.map(({ rule }) => rule)).toEqual(rules);
    expect(found[0]).toMatchObject({ count: 1, first: START, last: START });
  });

  test('rows of a day are folded, with the first one as sample', () => {
    const rows = candles(START, 1440).map((row) => ({ ...row, taker_buy_volume: 4 }));
    const [found] = findingsIn(DAILY, rows);
    expect(found).toMatchObject({
      rule: 'taker_volume',
      count: 1440,
      first: START,
      last: START + 1439 * MINUTE,
    });
    expect(found?.sample).toMatch(/^open_time=2025-07-01T00:00:00.000Z open=100 high=102 /);
    expect(found?.sample?.length).toBeLessThanOrEqual(200);
  });

  test('quote volumes of futures_cm are in the base asset, so that they have no bounds', () => {
    const rows = changed(candles(START, 1440), 3, { quote_volume: 0.02, taker_buy_quote_volume: 0.01 });
    expect(findingsIn({ ...DAILY, market: 'futures_cm' }, rows)).toEqual([]);
    expect(shortOf(findingsIn(DAILY, rows))).toEqual(['2025-07-01 quote_bounds error 1']);
  });

  test('a day after a delisting is flat (#201); a flat hour is not', () => {
    const none = { volume: 0, quote_volume: 0, count: 0, taker_buy_volume: 0, taker_buy_quote_volume: 0 };
    const flat = { open: 5, high: 5, low: 5, close: 5, ...none };
    const month = candles(START, 31 * 1440);
    const rows = month.map((row, position) =>
      position >= 30 * 1440 || position < 60 ? { ...row, ...flat } : row,
    );
    expect(shortOf(findingsIn(MONTHLY, rows))).toEqual(['2025-07-31 flat_day note 1440']);
    const traded = rows.map((row) => ({ ...row, ...flat, volume: 1, quote_volume: 5, count: 1 }));
    expect(findingsIn(MONTHLY, traded)).toEqual([]);
  });
});

test('values that are missing cause no error and no endless list', () => {
  const rows = Array.from({ length: 50 }, () => ({ open: 1 }));
  expect(findingsIn(DAILY, rows)).toEqual([]);
});
