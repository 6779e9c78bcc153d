import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asSeries,
  DATA_TYPES,
  formatSeries,
  INTERVALS,
  isCandleType,
  MARKETS,
  seriesParts,
} from '../src/index.ts';

const symbol = fc.constantFrom('BTCUSDT', 'BTCUSD_PERP', '1000PEPEUSDT', '币安人生USDT', 'ICPUSDT_SETTLED');
const parts = fc.record({
  market: fc.constantFrom(...MARKETS),
  dataType: fc.constantFrom(...DATA_TYPES),
  symbol,
  interval: fc.constantFrom(null, ...INTERVALS),
});

describe('a series', () => {
  test('has a name that gives its parts back', () => {
    fc.assert(
      fc.property(parts, (series) => {
        expect(seriesParts(formatSeries(series))).toEqual(series);
      }),
    );
  });

  test('has another name than every other', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(formatSeries(one) === formatSeries(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test('has an interval exactly when its type has some', () => {
    fc.assert(
      fc.property(parts, (series) => {
        const fits = isCandleType(series.dataType) === (series.interval !== null);
        expect(asSeries(series)).toEqual(fits ? series : undefined);
      }),
    );
  });

  test('is named as records of all versions name it', () => {
    const candles = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' } as const;
    expect(formatSeries(candles)).toBe('spot/klines/BTCUSDT/1h');
    expect(formatSeries({ ...candles, dataType: 'trades', interval: null })).toBe('spot/trades/BTCUSDT');
  });

  test('of a type that a later version knows is read by its parts', () => {
    const series = { market: 'spot', dataType: 'newType', symbol: 'BTCUSDT', interval: null };
    expect(seriesParts('spot/newType/BTCUSDT')).toEqual(series);
    expect(seriesParts('spot')).toEqual({ market: 'spot', dataType: '', symbol: '', interval: null });
  });

  test('is named again as it was, whatever its name is', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[^/]+$/), { maxLength: 4 }), (words) => {
        const name = words.join('/');
        expect(formatSeries(seriesParts(name))).toBe(name);
      }),
    );
  });
});
