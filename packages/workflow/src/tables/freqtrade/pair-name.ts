import { type Series, symbolForm } from '@tapehaul/archive';

/** What pairs of Binance are quoted in; of two that fit, the first counts. */
const QUOTES =
  'FDUSD,USDT,USDC,BUSD,TUSD,USDP,USDS,USD1,BIDR,BKRW,IDRT,AEUR,EURI,BTC,ETH,BNB,XRP,TRX,DOGE,DOT,SOL,DAI,VAI,PAX,UST,EUR,GBP,AUD,TRY,BRL,RUB,UAH,NGN,ZAR,PLN,RON,ARS,JPY,MXN,CZK,COP'.split(
    ',',
  );

/** The pair of a symbol as names of freqtrade's files have it, or why it has none. */
export type PairName = { readonly pair: string } | { readonly reason: string };

/** `BTC_USDT` of spot, and `BTC_USDT_USDT` of a perpetual contract that is margined in its quote asset. */
export function pairName({ market, symbol }: Pick<Series, 'market' | 'symbol'>): PairName {
  if (market !== 'spot' && market !== 'futures_um')
    return { reason: `freqtrade trades nothing of ${market} on Binance` };
  if (market === 'futures_um' && symbolForm(symbol, market) !== 'perpetual')
    return { reason: 'freqtrade trades perpetual contracts alone' };
  const quote = QUOTES.find((name) => symbol.endsWith(name) && symbol.length > name.length);
  if (quote === undefined) return { reason: 'the symbol does not end with a known quote asset' };
  const base = symbol.slice(0, -quote.length);
  return { pair: market === 'spot' ? `${base}_${quote}` : `${base}_${quote}_${quote}` };
}
