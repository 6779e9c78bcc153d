import { keep, readKept } from '../../api/kept-values.ts';

const KEY = 'tapehaul.zone';
const listeners = new Set<() => void>();
let utc = readKept(KEY) === 'utc';

/** Whether times are shown in UTC; else in the zone of the reader. Days are always of UTC. */
export function isUtc(): boolean {
  return utc;
}

/** Chooses, for this browser. */
export function chooseUtc(choice: boolean): void {
  utc = choice;
  keep('browser', KEY, choice ? 'utc' : 'local');
  for (const listener of listeners) listener();
}

/** Calls back when that changes. Returns what stops it. */
export function onZone(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
