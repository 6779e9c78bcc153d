import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { DAY, type PeriodSpan, SECOND } from '../watch/period-span.ts';
import { type CheckedSource, checkSetup, positionOf } from './checked-source.ts';

const HOUR = 3600 * SECOND;
const USUAL_HOURS = 8;
/** Funding was seen up to 7 ms late. */
const JITTER = SECOND;

/** Checks funding rates: one row for each interval, which is 8 hours unless the row says otherwise. */
export class FundingChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #span: PeriodSpan;
  readonly #calcTime: number;
  readonly #hours: number;
  #time = Number.NaN;
  #interval = Number.NaN;

  constructor(source: CheckedSource) {
    const { log, span } = checkSetup(source);
    this.#log = log;
    this.#span = span;
    this.#calcTime = positionOf(source, 'calc_time');
    this.#hours = positionOf(source, 'funding_interval_hours');
  }

  row(values: Float64Array): void {
    const time = values[this.#calcTime] ?? Number.NaN;
    const interval = (values[this.#hours] ?? Number.NaN) * HOUR;
    const isFirst = Number.isNaN(this.#time);
    const changes = !isFirst && interval !== this.#interval;
    if (changes || interval !== USUAL_HOURS * HOUR) this.#log.row('funding_interval', time, values);
    if (isFirst) this.#begin(time, interval);
    else this.#step(time, interval, values);
    this.#time = time;
    this.#interval = interval;
  }

  end(): readonly RowFinding[] {
    if (!Number.isNaN(this.#time)) this.#missing(this.#time, this.#span.end, this.#interval);
    return this.#log.end();
  }

  #begin(time: number, interval: number): void {
    const late = time - this.#span.start;
    const days = Math.ceil((late - JITTER) / DAY);
    const step = interval > 0 ? interval : USUAL_HOURS * HOUR;
    if (late >= step - JITTER && days > 0) this.#log.run('starts_late', this.#span.start, time, days);
  }

  /** Where the interval changes, either of the two is right for the step between. */
  #step(time: number, interval: number, values: Float64Array): void {
    const step = time - this.#time;
    const [shorter, longer] = [Math.min(interval, this.#interval), Math.max(interval, this.#interval)];
    if (step > 0 && step < shorter - JITTER) this.#log.row('funding_step', time, values);
    this.#missing(this.#time, time, longer);
  }

  #missing(from: number, to: number, interval: number): void {
    const missing = Math.round((to - from) / interval) - 1;
    if (missing > 0 && interval > 0) this.#log.run('missing_rows', from + interval, to, missing);
  }
}
