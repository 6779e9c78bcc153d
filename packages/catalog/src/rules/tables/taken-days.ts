import { addDays } from '@tapehaul/archive';
import type { TakenDays } from '../../stores/tables.ts';

/** Folds consecutive days with the same source and rule into spans. The days come in order; a day may come once for each source. */
export function takenDays(
  days: Iterable<Omit<TakenDays, 'first' | 'last'> & { readonly day: string }>,
): TakenDays[] {
  const spans: TakenDays[] = [];
  /** Places of the latest span of each source and rule. */
  const places = new Map<string, number>();
  for (const { day, source, rule } of days) {
    const name = JSON.stringify([source, rule]);
    const place = places.get(name);
    const latest = place === undefined ? undefined : spans[place];
    if (place !== undefined && latest !== undefined && addDays(latest.last, 1) === day) {
      spans[place] = { ...latest, last: day };
    } else {
      places.set(name, spans.push({ first: day, last: day, source, rule }) - 1);
    }
  }
  return spans;
}
