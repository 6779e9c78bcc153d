import { dataType } from '../../spec/data-type-spec.ts';
import { CANDLE_SIZE, futuresCandles, priceCandles } from './candle-files.ts';

/** Candles of the index price. In futures_cm they are named by the pair alone (#267). */
export const indexPriceKlines = dataType({
  name: 'indexPriceKlines',
  row: 'open, high, low and close of the index price in one interval',
  hasIntervals: true,
  otherNames: ['index_price', 'index_prices', 'index_price_kline', 'index_klines', 'index_candles'],
  rowKey: ['open_time'],
  grid: { kind: 'interval' },
  size: CANDLE_SIZE,
  markets: {
    spot: null,
    futures_um: futuresCandles(
      { from: '2020-01-01', confidence: 'H', evidence: '#335 #483 #484' },
      priceCandles('quote'),
      'all',
    ),
    futures_cm: futuresCandles(
      { from: '2020-08-11', confidence: 'H', evidence: 'lostleaf/binance_datatool; #267' },
      priceCandles('quote'),
      'pairs',
    ),
    options: null,
  },
});
