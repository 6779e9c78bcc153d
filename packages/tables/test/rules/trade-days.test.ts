import { describe, expect, test } from 'vitest';
import { at, DAY, findingsIn, HOUR, MINUTE, shortOf, trades } from './made-rows.ts';

const START = at('2026-05-08');
const SECOND = 1e6;
const AGG = { dataType: 'aggTrades', market: 'futures_cm', period: '2026-05-08' };
const TRADES = { dataType: 'trades', market: 'spot', period: '2026-05-08' };
const UM = { ...TRADES, market: 'futures_um' };
/** One row in 10 s fills a day with 8,640. */
const PAUSE = 10 * SECOND;
const single = trades(START, 8640, PAUSE);

describe('makers', () => {
  test.each([0, 1])('a day whose flags are all %i is wrong (#476 #492)', (flag) => {
    const found = findingsIn(
      UM,
      single.map((row) => ({ ...row, is_buyer_maker: flag })),
    );
    expect(shortOf(found)).toEqual(['2026-05-08 maker_share error 8640']);
    expect(found[0]?.sample).toBe(`is_buyer_maker is set in ${flag * 8640} of 8640 rows`);
  });

  test('a day with few rows may have takers of one side only', () => {
    const rows = trades(START, 1000, 86 * SECOND).map((row) => ({ ...row, is_buyer_maker: 1 }));
    expect(findingsIn(UM, rows)).toEqual([]);
  });
});

describe('days that are short', () => {
  test('a day that ends at 20:14 (#213)', () => {
    const [found, ...others] = findingsIn(
      TRADES,
      single.filter(({ time = 0 }) => time < START + 20 * HOUR + 14 * MINUTE),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'short_day', severity: 'gap', count: 1, last: START + DAY - 1 });
    expect(found?.first).toBe(START + 20 * HOUR + 14 * MINUTE - PAUSE);
  });

  test('a day of futures_cm that is cut to two hours (#492)', () => {
    const rows = single.filter(({ time = 0 }) => time >= START + 22 * HOUR);
    expect(shortOf(findingsIn({ ...UM, market: 'futures_cm' }, rows))).toEqual([
      '2026-05-08 starts_late note 1',
    ]);
    const middle = single.filter(({ time = 0 }) => time < START + 2 * HOUR);
    expect(shortOf(findingsIn({ ...UM, market: 'futures_cm' }, middle))).toEqual([
      '2026-05-08 short_day gap 1',
    ]);
  });

  test('a day in the middle of a month that begins late', () => {
    const month = trades(at('2026-05-01'), 31 * 1440, MINUTE).filter(
      ({ time = 0 }) => time < START || time > START + HOUR,
    );
    expect(shortOf(findingsIn({ ...TRADES, period: '2026-05' }, month))).toEqual([
      '2026-05-07 id_hole gap 61',
      '2026-05-08 short_day gap 1',
    ]);
  });
});

test('a silence of an hour on a busy day is a note', () => {
  const before = trades(START, 12_000, 3 * SECOND);
  const after = trades(START + 11 * HOUR, 12_000, 3.9 * SECOND, 13_000);
  const found = findingsIn(TRADES, [...before, ...after]);
  expect(shortOf(found)).toEqual([`2026-05-08 silence note ${11 * 3600 - 11_999 * 3}`]);
  expect(found[0]).toMatchObject({ first: START + 11_999 * 3 * SECOND, last: START + 11 * HOUR });
});

describe('values', () => {
  test.each([
    ['a price of zero', { price: 0, quote_qty: 0 }, 'not_positive'],
    ['a negative quantity', { qty: -1, quote_qty: -65_000.1 }, 'not_positive'],
    ['a quote quantity of another trade', { quote_qty: 123.45 }, 'quote_qty'],
  ])('%s', (_, change, rule) => {
    const rows = single.map((row, position) => (position === 0 ? { ...row, ...change } : row));
    expect(findingsIn(TRADES, rows).map((finding) => finding.rule)).toContain(rule);
  });
});

test('rows without ids and times cause no error', () => {
  expect(
    shortOf(
      findingsIn(AGG, [
        { price: 1, quantity: 1 },
        { price: 1, quantity: 1 },
      ]),
    ),
  ).toEqual([]);
  expect(shortOf(findingsIn(AGG, [{ quantity: 1 }]))).toEqual(['2026-05-08 not_positive error 1']);
});
