import type { Market } from '@tapehaul/archive';

/** A symbol of one market, and its life. */
export interface ListedSymbol {
  readonly market: Market;
  readonly symbol: string;
  /** First day with data, `2020-09-18`; UTC. */
  readonly from: string;
  /** Last day with data; null while it trades. */
  readonly to: string | null;
}

function listed(market: Market, lives: Readonly<Record<string, readonly [string, string?]>>): ListedSymbol[] {
  return Object.entries(lives).map(([symbol, [from, to = null]]) => ({ market, symbol, from, to }));
}

/**
 * A small cross-section of the archive's symbols: old and young, delisted, leveraged, delivery, settled and
 * non-ASCII ones. First and last days are close to the real ones, but only meant to be plausible.
 */
export const DEFAULT_SYMBOLS: readonly ListedSymbol[] = [
  ...listed('spot', {
    BTCUSDT: ['2017-08-17'],
    ETHUSDT: ['2017-08-17'],
    BNBUSDT: ['2017-11-06'],
    LTCUSDT: ['2017-12-13'],
    ADAUSDT: ['2018-04-17'],
    XRPUSDT: ['2018-05-04'],
    LINKUSDT: ['2019-01-16'],
    BTTUSDT: ['2019-01-31', '2022-01-18'],
    DOGEUSDT: ['2019-07-05'],
    BNBUPUSDT: ['2020-05-15', '2024-04-03'],
    SOLUSDT: ['2020-08-11'],
    DOTUSDT: ['2020-08-18'],
    '1000SATSUSDT': ['2023-12-12'],
    币安人生USDT: ['2025-10-08'],
  }),
  ...listed('futures_um', {
    BTCUSDT: ['2019-09-08'],
    ETHUSDT: ['2019-11-27'],
    XRPUSDT: ['2020-01-06'],
    LTCUSDT: ['2020-01-09'],
    LINKUSDT: ['2020-01-17'],
    ADAUSDT: ['2020-01-31'],
    BNBUSDT: ['2020-02-10'],
    DOGEUSDT: ['2020-07-10'],
    DOTUSDT: ['2020-08-22'],
    SOLUSDT: ['2020-09-14'],
    ICPUSDT_SETTLED: ['2021-05-11', '2022-06-10'],
    '1000PEPEUSDT': ['2023-05-05'],
    BTCUSDT_240927: ['2024-03-29', '2024-09-27'],
    币安人生USDT: ['2025-10-08'],
  }),
  ...listed('futures_cm', {
    ADAUSD_200925: ['2020-08-14', '2020-09-25'],
    BTCUSD: ['2020-08-11'],
    BTCUSD_PERP: ['2020-08-11'],
    ETHUSD: ['2020-08-11'],
    ETHUSD_PERP: ['2020-08-11'],
    ADAUSD: ['2020-08-11'],
    ADAUSD_PERP: ['2020-08-11'],
    BNBUSD: ['2020-08-11'],
    BNBUSD_PERP: ['2020-08-11'],
  }),
  ...listed('options', {
    BTCBVOLUSDT: ['2023-06-20'],
    ETHBVOLUSDT: ['2023-06-20'],
    BNBUSDT: ['2023-05-18'],
    BTCUSDT: ['2023-05-18'],
    DOGEUSDT: ['2023-05-18'],
    ETHUSDT: ['2023-05-18'],
    XRPUSDT: ['2023-05-18'],
  }),
];
