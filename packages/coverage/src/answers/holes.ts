import { dayNumber, dayText } from '@tapehaul/archive';
import type { SeriesDays } from '../cells/series-days.ts';
import { specOf } from '../states/classes.ts';
import { codeOf, type DayState, stateOf } from '../states/states.ts';

/** Consecutive days of a series that are in the same state. */
export interface DaySpan {
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly state: DayState;
}

/** Consecutive days that are expected and not held, for one reason. */
export type DayHole = DaySpan;

/** All days of a series as spans of days in the same state, in their order. */
export function* daySpans({ first, codes }: Pick<SeriesDays, 'first' | 'codes'>): Generator<DaySpan> {
  const start = dayNumber(first);
  for (let place = 0; place < codes.length; ) {
    const code = codes[place] ?? 0;
    let end = place + 1;
    while (end < codes.length && codes[end] === code) end += 1;
    const days = { first: dayText(start + place), last: dayText(start + end - 1), days: end - place };
    yield { ...days, state: stateOf(code) };
    place = end;
  }
}

/** The holes of a series in the order of days: what is missing, and what is still to come. */
export function* holesOf(series: Pick<SeriesDays, 'first' | 'codes'>): Generator<DayHole> {
  for (const span of daySpans(series)) {
    const { held, expected } = specOf(codeOf(span.state));
    if (expected && !held) yield span;
  }
}
