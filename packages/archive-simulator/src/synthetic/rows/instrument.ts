import type { Market } from '@tapehaul/archive';
import { seedOf, unit } from './random.ts';
import { Walk } from './walk.ts';

/** Prices around which the walks of well-known coins move, in dollars. */
const USUAL_PRICES: Readonly<Record<string, number>> = {
  ADA: 0.6,
  BNB: 400,
  BTC: 40_000,
  BTCBVOL: 60,
  BTT: 0.004,
  DOGE: 0.12,
  DOT: 9,
  ETH: 2_500,
  ETHBVOL: 75,
  ICP: 12,
  LINK: 14,
  LTC: 90,
  SOL: 90,
  XRP: 0.7,
};

const QUOTE = /(?:USDT|USDC|FDUSD|BUSD|USD)$/;

/** What the generators must know of a symbol. */
export interface Instrument {
  readonly market: Market;
  readonly symbol: string;
  /** What is priced: `BTC` of `BTCUSDT`, `BTCUSD_PERP` and `BTCUSDT_240927`. */
  readonly base: string;
  /** Seed of everything that is the symbol's own. */
  readonly seed: number;
  /** Digits after the point of a price. */
  readonly places: number;
  /** Price at a time in milliseconds, in units of the last digit; at least 1. */
  price(time: number): number;
}

/** Symbols of one base share a walk, so that spot and futures prices agree. */
export function instrumentOf(market: Market, symbol: string, seed: number): Instrument {
  const base = symbol.replace(/_?SETTLED\d?$|_.*$/, '').replace(QUOTE, '');
  const baseSeed = seedOf(seed, base);
  const usual = USUAL_PRICES[base] ?? 10 ** (4 * unit(baseSeed, 0) - 3);
  const places = Math.min(8, Math.max(2, 5 - Math.floor(Math.log10(usual))));
  const walk = new Walk(baseSeed);
  const units = usual * 10 ** places;
  return {
    market,
    symbol,
    base,
    seed: seedOf(baseSeed, `${market} ${symbol}`),
    places,
    price: (time) => Math.max(1, Math.round(units * Math.exp(walk.at(time)))),
  };
}
