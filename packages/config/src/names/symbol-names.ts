import { asDataType, dataTypeSpec, type Market } from '@tapehaul/archive';

/** A symbol as another tool writes it, in the words of the archive. */
export interface ReadSymbol {
  readonly symbol: string;
  /** The only market that the spelling can mean, where it is clear. */
  readonly market?: Market;
}

/** Assets that symbols are quoted in: what follows a separator must be one of them, or it is part of the name. */
const QUOTE =
  '(?:USDT|USDC|FDUSD|BUSD|TUSD|USDP|PAX|USDS|DAI|USD1|USDE|USD|BTC|ETH|BNB|XRP|TRX|DOGE|DOT|SOL|VAI|EUR|EURI|GBP|AUD|BRL|TRY|RUB|UAH|NGN|ZAR|IDRT|BIDR|BKRW|BVND|PLN|RON|ARS|JPY|MXN|CZK|COP|AEUR|USTC?)';
const BASE = '[\\p{Lu}\\p{Lo}\\p{Nd}]+';

/** `BTC/USDT:USDT`, `BTC/USD:BTC-240927`: a contract of ccxt, and what it is settled in. */
const SETTLED_IN = new RegExp(`^(${BASE})/(${QUOTE}):(${BASE})(?:-(\\d{6}))?$`, 'u');
/** `BTC/USDT`, `BTC-USDT`, `BTC USDT`, `ETH_BTC`, also with what marks a perpetual contract after it. */
const SEPARATED = new RegExp(`^(${BASE})[/_ :-](${QUOTE})([-_](?:PERP|SWAP|PERPETUAL))?$`, 'u');
/** `BTCUSDTPERP`, `BTCUSDT.P`, `BTCUSDT-PERP`, `BTCUSD-PERP`; `BTCUSD_PERP` is a name of the archive. */
const PERPETUAL = new RegExp(`^(${BASE}?)(USDT|USDC|BUSD|USD)(?:\\.P|[-_. ]?PERP|[-_]SWAP)$`, 'u');
/** `BTCUSDT-240927`, `BTCUSDT.240927`. */
const DELIVERED = new RegExp(`^(${BASE}?(?:USDT|USDC|USD))[-. ](\\d{6})$`, 'u');

/**
 * The symbol that a spelling of another tool means: `BTC/USDT`, `BTC-USDT`, `ETH_BTC`, `btcusdt`, `BINANCE:BTCUSDT`,
 * `BTC/USDT:USDT` and `BTCUSDT.P` (perpetual contracts in USDT), `BTC/USD:BTC` (in coins). A name of the archive is
 * itself: `BTCUSD_PERP`, `BTCUSDT_240927`, `ICPUSDT_SETTLED`, `币安人生USDT`.
 */
export function readSymbolName(text: string): ReadSymbol {
  const name = text
    .trim()
    .toUpperCase()
    .replace(/^BINANCE(?:USDM|COINM)?[:.]/, '')
    .replace(/[@.]BINANCE$/, '');
  const settled = SETTLED_IN.exec(name);
  if (settled !== null) {
    const [, base = '', quote = '', into = '', day] = settled;
    if (into === base) return { symbol: `${base}${quote}_${day ?? 'PERP'}`, market: 'futures_cm' };
    if (into !== quote) return { symbol: name };
    return { symbol: `${base}${quote}${day === undefined ? '' : `_${day}`}`, market: 'futures_um' };
  }
  const [, base, quote, mark] = SEPARATED.exec(name) ?? [];
  if (base !== undefined && quote !== undefined && mark === undefined) return { symbol: base + quote };
  const [, ofPair = base, inQuote = quote] = PERPETUAL.exec(name) ?? [];
  if (ofPair !== undefined && inQuote !== undefined) {
    if (inQuote === 'USD') return { symbol: `${ofPair}USD_PERP`, market: 'futures_cm' };
    return { symbol: ofPair + inQuote, market: 'futures_um' };
  }
  const [, pair, day] = DELIVERED.exec(name) ?? [];
  return { symbol: pair === undefined ? name : `${pair}_${day}` };
}

/** Coins that people write alone where the archive has pairs; none of them is a symbol of the archive. */
export const COINS: ReadonlySet<string> = new Set([
  'BTC',
  'ETH',
  'BNB',
  'XRP',
  'SOL',
  'ADA',
  'DOGE',
  'TRX',
  'DOT',
  'LTC',
  'LINK',
  'AVAX',
  'BCH',
  'XLM',
  'UNI',
  'ATOM',
]);

/** The coin of `BTC-PERP`, `BTC_PERP` or `BTC-PERPETUAL`, as other exchanges name a contract without its currency. */
export function perpetualCoin(name: string): string | undefined {
  const [, coin, separator] = /^([\p{Lu}\p{Nd}]+)([-_ .])(?:PERP|PERPETUAL|SWAP)$/u.exec(name) ?? [];
  return coin !== undefined && (separator !== '_' || COINS.has(coin)) ? coin : undefined;
}

/** The symbol that a coin, or a symbol of another market, likely has in a market: `BTCUSD_PERP`, else `BTCUSDT`. */
export function inMarket(symbol: string, market: unknown): string {
  const [, coin = symbol, day] = /^(.+?)(?:USDT|USDC|BUSD|USD)(?:_(\d{6}|PERP))?$/u.exec(symbol) ?? [];
  if (market === 'futures_cm') return `${coin}USD_${day ?? 'PERP'}`;
  return `${coin}USDT${market === 'futures_um' && day !== undefined && day !== 'PERP' ? `_${day}` : ''}`;
}

/** The symbols of options that a coin alone means, for each of some data types: `BTC` is `BTCBVOLUSDT` of `BVOLIndex`. */
export function optionSymbols(coin: string, dataTypes: readonly string[]): string[] {
  return dataTypes.flatMap((name) => {
    const type = asDataType(name);
    const rule = type && dataTypeSpec(type).markets.options?.symbols;
    return typeof rule === 'object' ? [coin + rule.ending] : [];
  });
}
