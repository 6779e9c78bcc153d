import { dataType } from '../../spec/data-type-spec.ts';
import { CANDLE_SIZE, futuresCandles, priceCandles } from './candle-files.ts';

/** Candles of the premium index: by what part a perpetual contract differs from its index. */
export const premiumIndexKlines = dataType({
  name: 'premiumIndexKlines',
  row: 'open, high, low and close of the premium index in one interval',
  hasIntervals: true,
  otherNames: ['premium_index', 'premium_index_kline', 'premium_klines', 'premium', 'premium_candles'],
  rowKey: ['open_time'],
  grid: { kind: 'interval' },
  size: CANDLE_SIZE,
  markets: {
    spot: null,
    futures_um: futuresCandles(
      { from: '2020-01-01', confidence: 'H', evidence: '#335 #483 #484' },
      priceCandles('ratio'),
      'all',
    ),
    futures_cm: futuresCandles(
      { from: '2020-08-11', confidence: 'H', evidence: 'lostleaf/binance_datatool; #267' },
      priceCandles('ratio'),
      'perpetuals',
    ),
    options: null,
  },
});
