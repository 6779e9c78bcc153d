import { chainBreak, type PartitionEdges } from '@tapehaul/tables';
import { describe, expect, test } from 'vitest';
import { at, MINUTE } from './made-rows.ts';

const NO_IDS = { firstId: null, lastId: null };
const trades = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null };
const klines = { ...trades, dataType: 'klines', interval: '1m' };

function day(name: string, firstId: number, lastId: number): PartitionEdges {
  return { firstTime: at(`${name}T00:00:01`), lastTime: at(`${name}T23:59:58`), firstId, lastId };
}

describe('trades of two days', () => {
  const before = day('2025-07-01', 100, 199);

  test('no id is missing', () => {
    expect(chainBreak(trades, before, day('2025-07-02', 200, 300))).toBeNull();
  });

  test('ids are missing', () => {
    expect(chainBreak(trades, before, day('2025-07-02', 205, 300))).toEqual({
      rule: 'chain_break',
      severity: 'gap',
      day: '2025-07-02',
      source: null,
      first: at('2025-07-01T23:59:58'),
      last: at('2025-07-02T00:00:01'),
      count: 5,
      sample: null,
    });
  });

  test('ids occur again', () => {
    const found = chainBreak(trades, before, day('2025-07-02', 190, 300));
    expect(found).toMatchObject({ count: 10, sample: 'ids of the earlier partition occur again' });
  });

  test('of a broken id, no more are missing than sums of findings can hold', () => {
    const found = chainBreak(trades, before, day('2025-07-02', Number.MAX_SAFE_INTEGER, 300));
    expect(found?.count).toBe(1e12);
  });

  test('a few that lack are usual in trades of futures_um, and only there (#363)', () => {
    const um = { ...trades, market: 'futures_um' };
    expect(chainBreak(um, before, day('2025-07-02', 210, 300))).toBeNull();
    expect(chainBreak(um, before, day('2025-07-02', 211, 300))).toMatchObject({ count: 11 });
    expect(chainBreak({ ...um, dataType: 'aggTrades' }, before, day('2025-07-02', 201, 300))).toMatchObject({
      count: 1,
    });
  });

  test('a side without rows or ids', () => {
    const empty = { firstTime: null, lastTime: null, ...NO_IDS };
    expect(chainBreak(trades, empty, before)).toBeNull();
    expect(chainBreak(trades, before, empty)).toBeNull();
    expect(chainBreak(trades, before, { ...day('2025-07-02', 0, 0), ...NO_IDS })).toBeNull();
  });
});

describe('candles of two months', () => {
  const july = { firstTime: at('2025-07-01'), lastTime: at('2025-07-31T23:59'), ...NO_IDS };
  const august = { firstTime: at('2025-08-01'), lastTime: at('2025-08-31T23:59'), ...NO_IDS };

  test('no step is missing, also where a candle is off the grid', () => {
    expect(chainBreak(klines, july, august)).toBeNull();
    expect(chainBreak(klines, july, { ...august, firstTime: at('2025-08-01') + 14e6 })).toBeNull();
  });

  test('steps are missing', () => {
    const late = { ...august, firstTime: at('2025-08-01') + 3 * MINUTE };
    expect(chainBreak(klines, july, late)).toMatchObject({ count: 3, day: '2025-08-01' });
  });

  test.each(['1w', '1mo', null])('interval %s has no grid of days', (interval) => {
    expect(chainBreak({ ...klines, interval }, july, { ...august, firstTime: at('2025-08-20') })).toBeNull();
  });
});
