import { type DataType, dataTypeSpec } from './data-types.ts';
import type { Market } from './spec/markets.ts';
import { listedNames, type SymbolList, type SymbolRule } from './spec/symbol-rule.ts';
import { isDay } from './time/periods.ts';

/** Upper-case letters of any script, digits and underscores; no slash, dot or space, so it is safe in paths. */
const SYMBOL = /^[\p{Lu}\p{Lo}\p{Nd}][\p{Lu}\p{Lo}\p{Nd}_]*$/u;

/** Whether the text can be a symbol of the archive: `BTCUSDT`, `BTCUSD_PERP`, `1000PEPEUSDT`, `币安人生USDT`. */
export function isSymbol(text: string): boolean {
  return text.length <= 64 && SYMBOL.test(text);
}

/** The kinds of contract that a symbol's form shows. */
export type SymbolForm = 'pair' | 'perpetual' | 'delivery' | 'settled' | 'index';

const SETTLED = /_?SETTLED\d?$/;
const DELIVERY = /_(\d{2})(\d{2})(\d{2})$/;
const COIN_MARGINED_PAIR = /^(.+USD)$/;

/** What the form of a symbol says of the contract. */
export function symbolForm(symbol: string, market: Market): SymbolForm {
  if (SETTLED.test(symbol)) return 'settled';
  if (DELIVERY.test(symbol)) return 'delivery';
  if (market === 'futures_um' || symbol.endsWith('_PERP')) return 'perpetual';
  return market === 'futures_cm' ? 'index' : 'pair';
}

/** Day on which a delivery contract ends, from its name (`BTCUSDT_240927` → `2024-09-27`); else nothing. */
export function deliveryDay(symbol: string): string | undefined {
  const [, year, month, day] = DELIVERY.exec(symbol) ?? [];
  const text = `20${year}-${month}-${day}`;
  return year !== undefined && isDay(text) ? text : undefined;
}

/** Why a symbol cannot exist in a market, and the name that was likely meant. */
export interface SymbolMisfit {
  readonly reason: string;
  readonly likely: string | undefined;
}

const QUOTES = /(USDT|USDC|FDUSD|BUSD|USD)$/;

/** Which symbols of a market have a type; nothing where the market never had it. */
function ruleOf(market: Market, dataType: DataType): SymbolRule | undefined {
  return dataTypeSpec(dataType).markets[market]?.symbols;
}

/** Whether a symbol of a market is one of those that the archive is known to have this type of. */
export function hasSymbol(market: Market, dataType: DataType, symbol: string): boolean {
  const rule = ruleOf(market, dataType);
  if (rule === undefined || rule === 'all') return rule === 'all';
  if (typeof rule === 'object') return listedNames(rule).includes(symbol);
  const form = symbolForm(symbol, market);
  if (rule === 'undated') return form !== 'delivery' && form !== 'index';
  if (rule === 'pairs') return form === 'index';
  if (rule === 'perpetuals') return form === 'perpetual';
  return rule === 'contracts and pairs' || form !== 'index';
}

/**
 * Says when a symbol's form rules it out for a market and type, so that it is not requested from the archive:
 * coin-margined futures are named `BTCUSD_PERP` or `BTCUSD_250926` (plain `BTCUSD` exists for index and mark
 * price candles only), and no other market has `_PERP`. Nothing when the symbol may exist.
 */
export function symbolMisfit(symbol: string, market: Market, dataType: DataType): SymbolMisfit | undefined {
  const rule = ruleOf(market, dataType);
  if (market === 'futures_cm') return coinMarginedMisfit(symbol, rule);
  const base = symbol.replace(/_PERP$/, '');
  if (base !== symbol) {
    const likely = market === 'options' ? undefined : base.replace(/USD$/, 'USDT');
    return { reason: `${market} symbols have no _PERP; futures_cm symbols do`, likely };
  }
  if (market === 'options') return typeof rule === 'object' ? listMisfit(symbol, dataType, rule) : undefined;
  if (market === 'spot' && DELIVERY.test(symbol)) {
    return { reason: 'delivery contracts exist in futures only', likely: symbol.replace(DELIVERY, '') };
  }
  return undefined;
}

function coinMarginedMisfit(symbol: string, rule: SymbolRule | undefined): SymbolMisfit | undefined {
  const dated = DELIVERY.test(symbol) || symbol.endsWith('_PERP') || SETTLED.test(symbol);
  const pair = dated ? symbol.replace(/_.*$/, '') : symbol;
  const coinPair = pair.replace(QUOTES, 'USD');
  const isCoinPair = COIN_MARGINED_PAIR.test(pair);
  if (rule === 'pairs') {
    if (isCoinPair && !dated) return undefined;
    return { reason: 'index candles of futures_cm are named by the pair alone', likely: coinPair };
  }
  if (rule === 'perpetuals' && !symbol.endsWith('_PERP')) {
    return { reason: 'premium index candles of futures_cm exist for _PERP only', likely: `${coinPair}_PERP` };
  }
  if (isCoinPair && (dated || rule === 'contracts and pairs')) return undefined;
  const likely = QUOTES.test(pair) ? `${coinPair}_PERP` : undefined;
  return { reason: 'futures_cm symbols look like BTCUSD_PERP or BTCUSD_250926', likely };
}

function listMisfit(symbol: string, dataType: DataType, list: SymbolList): SymbolMisfit | undefined {
  const known = listedNames(list);
  if (known.includes(symbol)) return undefined;
  const coin = symbol.replace(/(BVOL)?(USDT|USDC|USD).*$/, '');
  const likely = known.find((name) => name.startsWith(coin));
  return { reason: `${dataType} holds ${known.join(', ')} only`, likely };
}
