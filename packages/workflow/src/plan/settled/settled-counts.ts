import { asSeries, formatSeries, monthOf, type Series } from '@tapehaul/archive';
import { codeOf, DAY_STATES, type DayState, specOf } from '@tapehaul/coverage';
import type { SettledAnswer } from '@tapehaul/planner';
import * as z from 'zod';

/** Days of a request of which the record had the answer, so that neither the archive nor the disk was asked. */
export const settledSummarySchema = z
  .object({
    days: z.number().describe('Days, of all series together.'),
    held: z.number().describe('Those that are held.'),
    files: z.number().describe('The files that these are held in.'),
    proved_files: z.number().describe('Those of these files that are proved by their checksum.'),
    missing: z.number().describe('Those that could exist, and are not held.'),
    by_state: z.record(z.string(), z.number()).readonly(),
  })
  .readonly()
  .describe('Days that are settled in the record: neither the archive nor the disk was asked again.');

/** Days of a request of which the record had the answer. */
export type SettledSummary = z.output<typeof settledSummarySchema>;

/** A series of which settled days are absent. */
export interface AbsentSeries {
  readonly series: Series;
  /** The first of these days, UTC. */
  readonly first: string;
  days: number;
}

/** Counts the days that a plan took from the record. */
export class SettledCounts {
  readonly #days = new Map<DayState, number>();
  readonly #absent = new Map<string, AbsentSeries>();
  /** Held files by whether they are proved. */
  readonly #files = { proved: 0, other: 0 };
  /** The month that was counted last: days in between that are held as such part its days. */
  #month = '';
  /** What an earlier process of the run counted; undefined where this one counts. */
  #earlier: SettledSummary | null | undefined;

  /** `earlier` is what an earlier process of the run counted, null where that is not known; leave it out for a new plan. */
  constructor(earlier?: SettledSummary | null) {
    this.#earlier = earlier;
  }

  add(answer: SettledAnswer): void {
    const { state, days } = answer;
    this.#days.set(state, (this.#days.get(state) ?? 0) + days);
    if (state === 'absent') this.#noteAbsent(answer);
    const isProved = state === 'proved' || state === 'month';
    if (specOf(codeOf(state)).held) this.#files[isProved ? 'proved' : 'other'] += this.#filesOf(answer);
  }

  /** Adds what another plan has counted, of other series. */
  addSummary({ by_state, files, proved_files }: SettledSummary, absent: readonly AbsentSeries[]): void {
    for (const [name, days] of Object.entries(by_state)) {
      const state = DAY_STATES.find((it) => it === name);
      if (state !== undefined) this.#days.set(state, (this.#days.get(state) ?? 0) + days);
    }
    this.#files.proved += proved_files;
    this.#files.other += files - proved_files;
    for (const series of absent) this.#absent.set(formatSeries(series.series), { ...series });
  }

  /** Forgets what was counted: the plan is made again. */
  clear(): void {
    this.#days.clear();
    this.#absent.clear();
    Object.assign(this.#files, { proved: 0, other: 0 });
    this.#month = '';
    this.#earlier = undefined;
  }

  /** What was counted; null where an earlier process of the run did that, and did not note it. */
  known(): SettledSummary | null {
    return this.#earlier === undefined ? this.summary() : this.#earlier;
  }

  /** What was counted; nothing where it is not known. */
  summary(): SettledSummary {
    if (this.#earlier) return this.#earlier;
    const sums = { days: 0, held: 0, missing: 0 };
    for (const [state, days] of this.#days) {
      const { held, expected, fault } = specOf(codeOf(state));
      sums.days += days;
      if (held) sums.held += days;
      else if (expected && fault !== 'time') sums.missing += days;
    }
    const { proved, other } = this.#files;
    const files = { files: proved + other, proved_files: proved };
    return { ...sums, ...files, by_state: Object.fromEntries(this.#days) };
  }

  /** Series of which settled days are absent. */
  absent(): AbsentSeries[] {
    return [...this.#absent.values()];
  }

  #filesOf({ series, partition, first, last, days }: SettledAnswer): number {
    if (partition === 'daily') return days;
    const { market, dataType, symbol, interval } = series;
    const name = `${market} ${dataType} ${symbol} ${interval}`;
    const isCounted = this.#month === `${name} ${monthOf(first)}`;
    this.#month = `${name} ${monthOf(last)}`;
    return monthNumber(last) - monthNumber(first) + (isCounted ? 0 : 1);
  }

  #noteAbsent({ series: id, first, days }: SettledAnswer): void {
    const series = asSeries(id);
    if (series === undefined) return;
    const name = formatSeries(series);
    const known = this.#absent.get(name);
    if (known === undefined) this.#absent.set(name, { series, first, days });
    else known.days += days;
  }
}

/** A number for the month of a day, one more for the next. */
function monthNumber(day: string): number {
  return 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
}
