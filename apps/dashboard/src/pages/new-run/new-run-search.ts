import { isDay } from '@tapehaul/archive';
import type { ConfigJson } from './config/config-json.ts';

/** What the address of the page may say: what a new collection begins with. */
export interface NewRunSearch {
  readonly set?: string;
  readonly market?: string;
  readonly type?: string;
  readonly symbol?: string;
  readonly interval?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Reads an address; what is not understood is left out. */
export function readNewRunSearch(search: Readonly<Record<string, unknown>>): NewRunSearch {
  const names = ['set', 'market', 'type', 'symbol', 'interval', 'from', 'to'] as const;
  const entries = names.flatMap((name): [string, string][] => {
    const value = typeof search[name] === 'number' ? String(search[name]) : search[name];
    if (typeof value !== 'string' || value === '') return [];
    const isDate = name === 'from' || name === 'to';
    return isDate && !isDay(value) ? [] : [[name, value.slice(0, 500)]];
  });
  return Object.fromEntries(entries);
}

/** The configuration that an address names; without one, a small collection to begin with. `today`: a UTC day. */
export function firstConfig(
  { set, market, type, symbol, interval, from, to }: NewRunSearch,
  today: string,
): ConfigJson {
  const isAsked = market !== undefined || type !== undefined || symbol !== undefined;
  const month = `${today.slice(0, 7)}-01`;
  const range = isAsked ? { start: from, end: to ?? from } : { start: from ?? month, end: to ?? 'latest' };
  const given = {
    output_directory: set ?? 'collection',
    markets: listOf(market ?? (isAsked ? undefined : 'spot')),
    data_types: listOf(type ?? (isAsked ? undefined : 'klines')),
    intervals: listOf(interval ?? (isAsked ? undefined : '1h')),
    symbols: listOf(symbol ?? (isAsked ? undefined : 'BTCUSDT')),
    date_range: range.start === undefined ? undefined : range,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function listOf(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : value.split(',');
}
