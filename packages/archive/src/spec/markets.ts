/** The four markets, by the names that configurations use. */
export const MARKETS = ['spot', 'futures_um', 'futures_cm', 'options'] as const;

/** `spot`, USD-margined futures, coin-margined futures, options. */
export type Market = (typeof MARKETS)[number];

/**
 * The key prefix of each market, without a final slash. Options live under the singular `option`; the names
 * are case-sensitive (`SPOT` answers 404, binance-public-data #119).
 */
export const MARKET_PREFIX: Readonly<Record<Market, string>> = {
  spot: 'data/spot',
  futures_um: 'data/futures/um',
  futures_cm: 'data/futures/cm',
  options: 'data/option',
};

/** The market of that name, or nothing. */
export function asMarket(name: string): Market | undefined {
  return MARKETS.find((market) => market === name);
}
