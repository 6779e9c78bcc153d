import { grouped, visible } from '@tapehaul/errors';
import type { RunRequest } from '@tapehaul/workflow';

/** Names of a list that are shown. */
const SHOWN = 3;

/** What a run was about on one line: `spot klines 1h BTCUSDT, ETHUSDT 2025-01-01 … latest`; empty when that is not known. */
export function requestText(request: RunRequest | null): string {
  if (request === null) return '';
  const { markets, data_types, intervals, from, to } = request;
  const lists = [markets, data_types, intervals ?? [], symbolsOf(request)];
  const named = lists.map((list) => shortList(list)).filter((text) => text !== '');
  // A record may come from another user, and say anything.
  return visible(`${named.join(' ')} ${from === to ? from : `${from} … ${to}`}`);
}

/** Where a run read the archive from. */
export function sourceText({ source: { endpoint, bucket } }: RunRequest): string {
  return visible(`${endpoint.replace(/\/$/, '')}/${bucket}`);
}

function symbolsOf({ symbols }: RunRequest): readonly string[] {
  return 'length' in symbols && Array.isArray(symbols)
    ? symbols
    : [...new Set(Object.values(symbols).flat())];
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(',');
  return names.length > SHOWN ? `${shown} and ${grouped(names.length - SHOWN)} more` : shown;
}
