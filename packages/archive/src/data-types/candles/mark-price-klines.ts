import { priceCandleType } from './price-candles.ts';

/** Candles of the mark price. In futures_cm they exist under the names of contracts and of pairs (#267). */
export const markPriceKlines = priceCandleType({
  name: 'markPriceKlines',
  price: 'mark price',
  otherNames: ['mark_price', 'mark_prices', 'mark_price_kline', 'mark_klines', 'mark_candles', 'mark'],
  unit: 'quote',
  coinSymbols: 'contracts and pairs',
});
