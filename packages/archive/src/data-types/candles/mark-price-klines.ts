import { dataType } from '../../spec/data-type-spec.ts';
import { CANDLE_SIZE, futuresCandles, priceCandles } from './candle-files.ts';

/** Candles of the mark price. In futures_cm they exist under the names of contracts and of pairs (#267). */
export const markPriceKlines = dataType({
  name: 'markPriceKlines',
  row: 'open, high, low and close of the mark price in one interval',
  hasIntervals: true,
  otherNames: ['mark_price', 'mark_prices', 'mark_price_kline', 'mark_klines', 'mark_candles', 'mark'],
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
      'contracts and pairs',
    ),
    options: null,
  },
});
