import { dayNumber, dayText } from '@tapehaul/archive';
import type { SeriesDays } from '../cells/series-days.ts';
import { specOf } from '../states/classes.ts';
import { type DayState, stateOf } from '../states/states.ts';

/** Consecutive days that are expected and not held, for one reason. */
export interface DayHole {
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
  /** Why they are not held. */
  readonly state: DayState;
}

/** The holes of a series in the order of days: what is missing, and what is still to come. */
export function* holesOf({ first, codes }: Pick<SeriesDays, 'first' | 'codes'>): Generator<DayHole> {
  const start = dayNumber(first);
  for (let place = 0; place < codes.length; ) {
    const code = codes[place] ?? 0;
    let end = place + 1;
    while (end < codes.length && codes[end] === code) end += 1;
    const { held, expected } = specOf(code);
    if (expected && !held) {
      const days = { first: dayText(start + place), last: dayText(start + end - 1), days: end - place };
      yield { ...days, state: stateOf(code) };
    }
    place = end;
  }
}
