import { DAY_STATE_SPECS, type DayState, type StateSpan } from '@tapehaul/coverage';

/** Consecutive days by their numbers, with their state where they are settled. */
export interface DayPart {
  readonly first: number;
  readonly last: number;
  readonly span: StateSpan | undefined;
}

/** The days of one series of which a record has the answer. Days are numbers since 1970-01-01. */
export class SettledDays {
  readonly #spans: readonly StateSpan[];

  /** Takes spans in order that do not overlap. */
  constructor(spans: readonly StateSpan[]) {
    this.#spans = spans;
  }

  get isEmpty(): boolean {
    return this.#spans.length === 0;
  }

  /** Whether all days from the first to the last are settled. */
  covers(first: number, last: number): boolean {
    let next = first;
    for (let at = this.#at(first); next <= last; at += 1) {
      const span = this.#spans[at];
      if (span === undefined || span.first > next) return false;
      next = span.last + 1;
    }
    return true;
  }

  /** The days from the first to the last in parts that are settled in one state, or not settled, in order. */
  *parts(first: number, last: number): Generator<DayPart, void, undefined> {
    let next = first;
    for (let at = this.#at(first); next <= last; at += 1) {
      const span = this.#spans[at];
      const open = Math.min(last, (span?.first ?? Number.POSITIVE_INFINITY) - 1);
      if (open >= next) yield { first: next, last: open, span: undefined };
      if (span === undefined || span.first > last) return;
      const end = Math.min(last, span.last);
      yield { first: Math.max(next, span.first), last: end, span };
      next = end + 1;
    }
  }

  /** The last span that begins before a day. */
  before(day: number): StateSpan | undefined {
    return this.#spans.findLast(({ first }) => first < day);
  }

  /** The newest day before another that is held by its daily file, or in a monthly file as well. */
  newestHeld(before: number, by: 'day' | 'any'): number | undefined {
    const held = this.#spans.findLast(({ first, state }) => first < before && isHeldBy(state, by));
    return held && Math.min(held.last, before - 1);
  }

  /** The place of the first span that does not end before a day. */
  #at(day: number): number {
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle]?.last ?? day) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Nothing is settled. */
export const NOTHING_SETTLED: SettledDays = new SettledDays([]);

function isHeldBy(state: DayState, by: 'day' | 'any'): boolean {
  return DAY_STATE_SPECS[state].held && (by === 'any' || !isByMonth(state));
}

/** Whether a state of a day is that of the monthly file over it. */
export function isByMonth(state: DayState): boolean {
  return state === 'month' || state === 'month_unverified' || state === 'month_short';
}
