import { priceCandleType } from './price-candles.ts';

/** Candles of the index price. In futures_cm they are named by the pair alone (#267). */
export const indexPriceKlines = priceCandleType({
  name: 'indexPriceKlines',
  price: 'index price',
  otherNames: ['index_price', 'index_prices', 'index_price_kline', 'index_klines', 'index_candles'],
  unit: 'quote',
  coinSymbols: 'pairs',
});
