import { DayTally, SHORT_PAUSE } from './day-tally.ts';
import type { FindingLog } from './finding-log.ts';
import { DAY, type PeriodSpan, SECOND } from './period-span.ts';

/** Pauses at the edge of a day that are still usual, in mean pauses. */
const USUAL_PAUSES = 20;

/** Counts rows by UTC day, and finds days that are missing, short or silent for long. For rows without a grid of times. */
export class DayWatch {
  readonly #log: FindingLog;
  readonly #span: PeriodSpan;
  readonly #steady: boolean;
  readonly #days = new Map<number, DayTally>();
  /** Takes rows without a time, and rows outside of the period. */
  readonly #elsewhere = new DayTally(Number.NaN);
  #current: DayTally = this.#elsewhere;

  /** @param steady whether rows come at fixed times, so that a long pause is always unusual. */
  constructor(log: FindingLog, span: PeriodSpan, steady: boolean) {
    this.#log = log;
    this.#span = span;
    this.#steady = steady;
  }

  /** Counts a row, and gives the tally of its day. */
  row(time: number): DayTally {
    const day = this.#current;
    if (time >= day.start && time < day.end) {
      day.add(time);
      return day;
    }
    this.#current = this.#dayAt(time);
    this.#current.add(time);
    return this.#current;
  }

  /** Days with rows, in order. Reports what is missing between and around them. */
  end(): readonly DayTally[] {
    const days = [...this.#days.values()].sort((one, other) => one.start - other.start);
    const [first, last] = [days[0], days.at(-1)];
    if (first === undefined || last === undefined) return days;
    const expectsAllDays = USUAL_PAUSES * this.#meanPause(days) <= DAY;
    for (const day of days) this.#edges(day, day === first);
    if (expectsAllDays) {
      for (let start = first.end; start < this.#span.end; start += DAY) {
        if (!this.#days.has(start)) this.#log.run('day_missing', start, start + DAY - 1, 1);
      }
    }
    return days;
  }

  #dayAt(time: number): DayTally {
    if (!(time >= this.#span.start && time < this.#span.end)) return this.#elsewhere;
    const start = Math.floor(time / DAY) * DAY;
    const day = this.#days.get(start) ?? new DayTally(start);
    this.#days.set(start, day);
    return day;
  }

  #meanPause(days: readonly DayTally[]): number {
    const rows = days.reduce((sum, day) => sum + day.rows, 0);
    const [from, to] = [days[0]?.first ?? 0, days.at(-1)?.last ?? 0];
    return rows < 2 ? Number.POSITIVE_INFINITY : (to - from) / (rows - 1);
  }

  #edges(day: DayTally, isFirst: boolean): void {
    const usual = Math.max(SHORT_PAUSE, USUAL_PAUSES * (day.usualPause() ?? Number.POSITIVE_INFINITY));
    const late = day.first - day.start > usual;
    if (isFirst) {
      const days = Math.round((day.start - this.#span.start) / DAY) + (late ? 1 : 0);
      if (days > 0) this.#log.run('starts_late', this.#span.start, day.first, days);
    } else if (late) this.#log.run('short_day', day.start, day.first, 1);
    if (day.end - day.last > usual) this.#log.run('short_day', day.last, day.end - 1, 1);
    const silence = day.silence(this.#steady);
    if (silence !== undefined) {
      this.#log.run('silence', silence.from, silence.to, Math.round((silence.to - silence.from) / SECOND));
    }
  }
}
