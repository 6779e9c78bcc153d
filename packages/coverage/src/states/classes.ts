import { dayNumber } from '@tapehaul/archive';
import {
  DAY_STATE_SPECS,
  DAY_STATES,
  type DayState,
  type DayStateSpec,
  type Fault,
  stateOf,
} from './states.ts';

const BY_CODE: readonly DayStateSpec[] = DAY_STATES.map((name) => DAY_STATE_SPECS[name]);

/** What the state with a code means. */
export function specOf(code: number): DayStateSpec {
  return BY_CODE[code] ?? DAY_STATE_SPECS[stateOf(code)];
}

/** Whether a day counts as held, by the code of its state. */
export function isHeld(code: number): boolean {
  return specOf(code).held;
}

/** Whether a file of a day can be expected, by the code of its state. */
export function isExpected(code: number): boolean {
  return specOf(code).expected;
}

/** Who would have to act so that a day is held, by the code of its state. */
export function faultOf(code: number): Fault {
  return specOf(code).fault;
}

/**
 * Whether nothing about a day is expected to change, so that an ordinary collection leaves it alone. A month is as old as its
 * last day: pass that. Throws a RangeError for what is not a day.
 */
export function isSettled(state: DayState, day: string, today: string): boolean {
  const after = DAY_STATE_SPECS[state].settledAfterDays;
  return after !== null && (after === 0 || dayNumber(today) - dayNumber(day) > after);
}
