import { asMarket } from '@tapehaul/archive';
import type { Problem } from '@tapehaul/errors';
import { readMarketName } from '../names/market-names.ts';
import { COINS, inMarket, optionSymbols, perpetualCoin, readSymbolName } from '../names/symbol-names.ts';
import { found, withSuggestion } from '../values/problems.ts';
import { asList, joined, noteChanges, type Remarks } from '../values/read-list.ts';
import { isRecord } from '../values/records.ts';
import { isSymbolOrPattern } from './text-forms.ts';

/** A list of symbols in the words of the archive. */
export interface SymbolsRead {
  readonly symbols: readonly unknown[];
  readonly problems: readonly Problem[];
  /** Texts that were read as other ones. */
  readonly changed: readonly (readonly [from: string, to: string])[];
}

/**
 * Reads symbols that other tools spell differently, for some markets. A spelling that names a market is a problem where
 * another one is meant too, and so is a coin alone, except for options, whose symbols of each data type it names.
 */
function readSymbols(
  path: string,
  list: readonly unknown[],
  markets: readonly unknown[],
  dataTypes: readonly string[],
): SymbolsRead {
  const problems: Problem[] = [];
  const changed: [string, string][] = [];
  const symbols = list.flatMap((entry, index): readonly unknown[] => {
    if (typeof entry !== 'string') return [entry];
    const at = `${path}[${index}]`;
    if (entry.trim().toLowerCase() === 'all') return rename(entry, '*');
    const { symbol, market } = readSymbolName(entry);
    if (COINS.has(symbol)) {
      const options =
        markets.length === 1 && markets[0] === 'options' ? optionSymbols(symbol, dataTypes) : [];
      if (options.length > 0) return rename(entry, ...options);
      const likely = inMarket(symbol, markets.length === 1 ? markets[0] : undefined);
      problems.push(
        withSuggestion({ path: at, message: `${found(entry)}, which is a coin, not a symbol` }, likely),
      );
      return [likely];
    }
    const coin = perpetualCoin(symbol);
    if (coin !== undefined) {
      const message = `${found(entry)}, which does not name what the coin is priced in`;
      const likely = inMarket(coin, markets[0]);
      problems.push(withSuggestion({ path: at, message }, likely));
      return [likely];
    }
    if (symbol === entry || !isSymbolOrPattern(symbol)) return [entry];
    if (market !== undefined && markets.some((one) => one !== market)) {
      const others = markets.length === 1 ? 'the market is' : 'markets are';
      const message = `${found(entry)}, which is ${symbol} of ${market}, but ${others} ${markets.join(', ')}`;
      const likely = inMarket(symbol, markets[0]);
      const suggestion = markets.includes(market) ? `"symbols": {"${market}": ["${symbol}"]}` : likely;
      problems.push(withSuggestion({ path: at, message }, suggestion));
      return [symbol];
    }
    return rename(entry, symbol);
  });
  return { symbols, problems, changed };

  function rename(from: string, ...to: readonly string[]): readonly string[] {
    changed.push([from, to.join(', ')]);
    return to;
  }
}

/** Reads `symbols` or `exclude_symbols`, one list or a list for each market. */
export function readSymbolLists(
  key: 'symbols' | 'exclude_symbols',
  input: Readonly<Record<string, unknown>>,
  findings: Remarks,
): unknown {
  const { [key]: value, data_types } = input;
  const markets = Array.isArray(input.markets) ? input.markets : [];
  const types = Array.isArray(data_types) ? data_types.filter((type) => typeof type === 'string') : [];
  const read = (path: string, of: readonly unknown[], list: unknown): unknown => {
    if (!Array.isArray(list)) return list;
    const { symbols, problems, changed } = readSymbols(path, list, of, types);
    findings.problems.push(...problems);
    noteChanges(path, changed, findings.notes);
    return symbols;
  };
  if (!isRecord(value)) return read(key, markets, asList(value));
  const named = Object.entries(value).flatMap(([name, list]) => {
    const path = `${key}.${name}`;
    const market = readMarketName(name) ?? name;
    if (list === null) return [];
    if (market !== name) findings.notes.push({ path, message: `read as ${key}.${market}` });
    if (asMarket(market) !== undefined && markets.length > 0 && !markets.includes(market)) {
      findings.notes.push({ path, message: `ignored: ${market} is not in markets` });
    }
    return [[market, read(path, [market], asList(list))] as const];
  });
  return joined(named);
}
