import { isDay } from '@tapehaul/archive';
import { ROW_RULES, rowRule } from '@tapehaul/tables';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggTrades, at, candles, findingsIn, HOUR, type MadeRow, MINUTE, trades } from './made-rows.ts';

const START = at('2025-07-01');

/** Rows in any order, some left out, some twice. */
function shuffled(rows: readonly MadeRow[]): fc.Arbitrary<MadeRow[]> {
  return fc
    .shuffledSubarray([...rows], { minLength: 1 })
    .chain((kept) => fc.subarray(kept).map((twice) => [...kept, ...twice]));
}

test('missing candles add up to the steps from the first row to the end, in any order', () => {
  const file = { dataType: 'klines', interval: '15m', period: '2025-07-01' };
  fc.assert(
    fc.property(shuffled(candles(START, 96, 15 * MINUTE)), (rows) => {
      const times = new Set(rows.map((row) => row.open_time ?? 0));
      const steps = 96 - (Math.min(...times) - START) / (15 * MINUTE);
      const found = findingsIn(file, rows).filter(({ rule }) => rule === 'missing_rows');
      expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(steps - times.size);
      for (const { first, last, count } of found)
        expect((last ?? 0) - (first ?? 0)).toBe((count - 1) * 15 * MINUTE);
    }),
  );
});

test('missing ids add up to those between the lowest and the highest, in any order', () => {
  const file = { dataType: 'trades', period: '2025-07-01' };
  fc.assert(
    fc.property(shuffled(trades(START, 96, 15 * MINUTE)), (rows) => {
      const ids = new Set(rows.map((row) => row.id ?? 0));
      const found = findingsIn(file, rows).filter(({ rule }) => rule === 'id_hole');
      const missing = Math.max(...ids) - Math.min(...ids) + 1 - ids.size;
      expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(missing);
    }),
  );
});

test('an order at random with more open holes than are kept still ends, and counts no fewer ids than are missing', () => {
  const rows = trades(START, 40_000, 2e6).filter((_, position) => position % 2 === 0);
  const found = findingsIn(
    { dataType: 'trades', period: '2025-07-01' },
    [...rows].sort((one, other) => hash(one) - hash(other)),
  );
  const holes = found.filter(({ rule }) => rule === 'id_hole');
  expect(holes.length).toBeLessThanOrEqual(101);
  expect(holes.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(19_999);
});

function hash({ id = 0 }: MadeRow): number {
  return (id * 2_654_435_761) % 4_294_967_296;
}

test('any numbers at all give findings of known rules, on days, in order', () => {
  const types = fc.constantFrom(
    'klines',
    'trades',
    'aggTrades',
    'fundingRate',
    'metrics',
    'bookDepth',
    'bookTicker',
    'BVOLIndex',
    'EOHSummary',
  );
  const names = [
    ...new Set([candles, trades, aggTrades].flatMap((make) => Object.keys(make(START, 1, HOUR)[0] ?? {}))),
  ];
  const others = [
    'timestamp',
    'percentage',
    'depth',
    'create_time',
    'calc_time',
    'funding_interval_hours',
    'hour_time',
    'sum_open_interest',
    'transaction_time',
    'best_bid_price',
  ];
  const value = fc.oneof(
    fc.double(),
    fc.integer({ min: START, max: START + 86_399e6 }),
    fc.constantFrom(Number.NaN, 0, 1, -1),
  );
  const row = fc.dictionary(fc.constantFrom(...names, ...others), value);
  fc.assert(
    fc.property(types, fc.array(row, { maxLength: 30 }), (dataType, rows) => {
      const found = findingsIn({ dataType, interval: '1h', period: '2025-07' }, rows);
      const order = found.map(
        ({ day, rule }) => `${day} ${String(ROW_RULES.indexOf(rowRule(rule))).padStart(3, '0')}`,
      );
      expect(order).toEqual([...order].sort());
      for (const { rule, severity, day, count, source, sample } of found) {
        expect(rowRule(rule).severity).toBe(severity);
        expect(isDay(day)).toBe(true);
        expect(count).toBeGreaterThan(0);
        expect(source).toBe('the/file.zip');
        expect(sample?.length ?? 0).toBeLessThanOrEqual(200);
      }
    }),
    { numRuns: 500 },
  );
});
