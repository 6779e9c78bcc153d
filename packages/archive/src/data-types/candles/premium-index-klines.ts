import { priceCandleType } from './price-candles.ts';

/** Candles of the premium index: by what part a perpetual contract differs from its index. */
export const premiumIndexKlines = priceCandleType({
  name: 'premiumIndexKlines',
  price: 'premium index',
  otherNames: ['premium_index', 'premium_index_kline', 'premium_klines', 'premium', 'premium_candles'],
  unit: 'ratio',
  coinSymbols: 'perpetuals',
});
