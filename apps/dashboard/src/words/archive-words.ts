/** What the archive's own names mean, where the name alone does not say it. */
const MEANINGS: Readonly<Record<string, string>> = {
  futures_um: 'futures in USDT, USDC',
  futures_cm: 'futures in coins',
  klines: 'candles',
  aggTrades: 'trades, joined by order',
};

/** The plain words for a market or a data type; undefined where its name says it. */
export function meaningOf(name: string): string | undefined {
  return Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
}
