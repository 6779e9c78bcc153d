import { CANDLE_TYPES, MARKETS } from '@tapehaul/archive';

/** Keys whose values are objects with keys of their own. */
export const NESTED_KEYS = {
  source: ['endpoint', 'bucket', 'region', 'prefix', 'style'],
  date_range: ['start', 'end'],
  recheck: ['listing_days', 'disk'],
  storage: ['type', 'bucket', 'prefix', 'endpoint', 'region'],
  tables: ['numbers', 'repair', 'types', 'fetch_days', 'compare'],
  symbols: MARKETS,
} as const satisfies Record<string, readonly string[]>;

/** The keys that the object at a path may have, if it is such an object. */
export function keysAt(path: string): readonly string[] {
  if (path === 'intervals') return CANDLE_TYPES;
  return Object.entries(NESTED_KEYS).find(([key]) => key === path)?.[1] ?? [];
}
