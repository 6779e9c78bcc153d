import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { GridWatch } from '../watch/grid-watch.ts';
import { DAY, SECOND } from '../watch/period-span.ts';
import { type CheckedSource, checkSetup, positionOf } from './checked-source.ts';

const STEP = 300 * SECOND;

interface DayOfInterest {
  rows: number;
  zeros: number;
  first: number;
  last: number;
}

/** Checks metrics: a row every five minutes, in any order; the row of midnight may be in the file of the day before. */
export class MetricsChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #grid: GridWatch;
  readonly #createTime: number;
  readonly #openInterest: number;
  readonly #days = new Map<number, DayOfInterest>();

  constructor(source: CheckedSource) {
    const { log, span } = checkSetup(source);
    this.#log = log;
    this.#grid = new GridWatch(log, span, STEP, 1);
    this.#createTime = positionOf(source, 'create_time');
    this.#openInterest = positionOf(source, 'sum_open_interest');
  }

  row(values: Float64Array): void {
    const time = values[this.#createTime] ?? Number.NaN;
    this.#grid.row(time);
    if (time - Math.floor(time / STEP) * STEP > 0) this.#log.row('off_grid', time, values);
    this.#interest(time, values[this.#openInterest] ?? Number.NaN);
  }

  end(): readonly RowFinding[] {
    this.#grid.end();
    for (const { rows, zeros, first, last } of this.#days.values()) {
      if (zeros > 0 && zeros < rows) this.#log.fold('zero_open_interest', first, last, zeros);
    }
    return this.#log.end();
  }

  #interest(time: number, openInterest: number): void {
    if (Number.isNaN(time) || Number.isNaN(openInterest)) return;
    const number = Math.floor(time / DAY);
    const day = this.#days.get(number) ?? { rows: 0, zeros: 0, first: Number.POSITIVE_INFINITY, last: 0 };
    this.#days.set(number, day);
    day.rows++;
    if (openInterest !== 0) return;
    day.zeros++;
    day.first = Math.min(day.first, time);
    day.last = Math.max(day.last, time);
  }
}
