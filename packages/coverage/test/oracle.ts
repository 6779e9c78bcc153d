import { daysBetween, monthOf, monthsBetween, type Partition } from '@tapehaul/archive';
import type { DayState } from '@tapehaul/coverage';
import fc from 'fast-check';

/** A statement about consecutive files of one series. */
export interface Statement {
  readonly partition: Partition;
  readonly first: string;
  readonly last: string;
  readonly state: DayState;
}

const HELD: readonly DayState[] = ['proved', 'accepted', 'unverified'];
const VERDICTS: readonly DayState[] = [
  'not_yet_published',
  'before_first',
  'after_last',
  'type_ended',
  'never_existed',
  'gap',
];
const OUTSIDE: readonly DayState[] = ['before_first', 'after_last', 'type_ended'];
const FILES: readonly DayState[] = [
  ...HELD,
  'planned',
  'absent',
  'failed',
  'disputed',
  'corrupt',
  'gone',
  'unknown',
];

/** Says day by day what statements mean, in words: an oracle that knows neither bytes nor years. */
export class DayByDay {
  readonly #days = new Map<string, DayState>();
  readonly #months = new Map<string, DayState>();

  say({ partition, first, last, state }: Statement): void {
    if (partition === 'daily')
      for (const day of daysBetween(first, last)) this.#sayOf(this.#days, day, state);
    else for (const month of monthsBetween(`${first}-01`, `${last}-01`)) this.#sayMonth(month, state);
  }

  #sayMonth(month: string, state: DayState): void {
    const before = this.#months.get(month) ?? 'unknown';
    if (!(before === 'month_short' && HELD.includes(state))) this.#sayOf(this.#months, month, state);
    if (state !== 'planned' && !HELD.includes(state)) return;
    for (const [day, known] of this.#days) {
      // A month that was planned is held: what its plan has said since of days that it does not hold stays.
      const isKept = state !== 'planned' && before !== 'unknown' && OUTSIDE.includes(known);
      if (monthOf(day) === month && VERDICTS.includes(known) && !isKept) this.#days.delete(day);
    }
  }

  #sayOf(files: Map<string, DayState>, period: string, state: DayState): void {
    const isHeld = HELD.includes(files.get(period) ?? 'unknown');
    const saysNothingOfDisk = [...VERDICTS, 'planned', 'absent', 'failed', 'disputed'].includes(state);
    if (!(isHeld && saysNothingOfDisk)) files.set(period, state);
  }

  /** The state of a day. */
  of(day: string): DayState {
    const own = this.#days.get(day) ?? 'unknown';
    const month = this.#months.get(monthOf(day)) ?? 'unknown';
    if (HELD.includes(own) || OUTSIDE.includes(own)) return own;
    if (month === 'proved' || month === 'accepted') return 'month';
    if (month === 'unverified') return 'month_unverified';
    return own === 'unknown' ? month : own;
  }
}

const FIRST = Date.UTC(2023, 10, 20);
const DAYS = 500;
const day = (number: number): string => new Date(FIRST + number * 86_400_000).toISOString().slice(0, 10);
const dayNumber = fc.integer({ min: 0, max: DAYS });

/** The first and the last day that {@link statements} speak of. */
export const SPAN = { first: day(0), last: day(DAYS) };

/** Statements about any files of a span with two turns of a year and a 29th of February. */
export const statements: fc.Arbitrary<Statement[]> = fc.array(
  fc.oneof(
    fc
      .record({
        at: dayNumber,
        days: fc.integer({ min: 0, max: 70 }),
        state: fc.constantFrom(...FILES, ...VERDICTS),
      })
      .map(({ at, days, state }): Statement => {
        return { partition: 'daily', first: day(at), last: day(Math.min(DAYS, at + days)), state };
      }),
    fc
      .record({
        at: dayNumber,
        days: fc.integer({ min: 0, max: 90 }),
        state: fc.constantFrom(...FILES, 'month_short' as const),
      })
      .map(({ at, days, state }): Statement => {
        const [first, last] = [monthOf(day(at)), monthOf(day(Math.min(DAYS, at + days)))];
        return { partition: 'monthly', first, last, state };
      }),
  ),
  { maxLength: 25 },
);
