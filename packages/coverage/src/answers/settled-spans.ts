import { dayNumber, dayText, firstDayOf, monthOf } from '@tapehaul/archive';
import { specOf } from '../states/classes.ts';
import { type DayState, REBUILT_WITHIN_DAYS, stateOf } from '../states/states.ts';

/** Consecutive days in the same state, as numbers since 1970-01-01, both included. */
export interface StateSpan {
  readonly first: number;
  readonly last: number;
  readonly state: DayState;
}

/**
 * The spans of settled days of a series, in order: the days from `first` on are given as run lengths. Of a run of which only the
 * older days are settled, these are given. A held month is as old as its last day, and so is a missing day, which the monthly file
 * may still bring. Throws a RangeError for what is not a day.
 */
export function* settledSpans(
  first: string,
  runs: readonly number[],
  today: string,
): Generator<StateSpan, void, undefined> {
  const now = dayNumber(today);
  let start = dayNumber(first);
  for (let place = 0; place + 1 < runs.length; place += 2) {
    const code = runs[place] ?? 0;
    const end = start + (runs[place + 1] ?? 0) - 1;
    const last = Math.min(end, newestSettled(code, now));
    if (last >= start) yield { first: start, last, state: stateOf(code) };
    start = end + 1;
  }
}

/** The newest day that is settled in a state; before all days for a state that never is. */
function newestSettled(code: number, today: number): number {
  const after = specOf(code).settledAfterDays;
  if (after === null) return Number.NEGATIVE_INFINITY;
  if (after === 0) return Number.POSITIVE_INFINITY;
  const newest = today - after - 1;
  if (after < REBUILT_WITHIN_DAYS) return newest;
  return dayNumber(firstDayOf(monthOf(dayText(newest + 1)))) - 1;
}
