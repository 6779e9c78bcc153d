import { nearest, type Problem } from '@tapehaul/errors';
import { withSuggestion } from '../problems.ts';

/**
 * Words in the name of a key that speak of where data come from or go to, of what is fetched, or of its proof. Such a
 * key is never ignored: its effect would be missing without a message.
 */
const WEIGHTY = new Set(
  [
    'url uri endpoint host bucket path dir directory folder prefix source src dest destination target output outputs',
    'mirror region storage upload market markets symbol symbols pair pairs ticker tickers asset assets coin coins',
    'interval intervals timeframe date dates start end begin from until since day days month months year years',
    'exclude include filter limit max min skip only checksum checksums verify validate hash proof partition type types',
  ]
    .join(' ')
    .split(' '),
);

/** Whether the name of an unknown key speaks of something that may not be passed over. */
export function isWeighty(key: string): boolean {
  const words = key
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u);
  return words.some((word) => WEIGHTY.has(word));
}

/** What to say of an unknown key: a problem where it may change what is fetched, else a warning. */
export function unknownKey(path: string, key: string, known: readonly string[]): Problem {
  const message = isWeighty(key)
    ? 'unknown key that may affect what is downloaded, its source or its destination: correct or remove it'
    : 'unknown key, ignored';
  return withSuggestion({ path, message }, nearest(key, known));
}
