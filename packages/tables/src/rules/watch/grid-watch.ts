import type { FindingLog } from './finding-log.ts';
import { type NumberHole, NumberHoles } from './number-holes.ts';
import { DAY, type PeriodSpan } from './period-span.ts';

/** Finds which steps of a grid of times no row has, from the first row of a file to the end of its period. */
export class GridWatch {
  readonly #log: FindingLog;
  readonly #span: PeriodSpan;
  readonly #step: number;
  readonly #mayLack: number;
  readonly #holes = new NumberHoles((hole) => this.#report(hole));

  /**
   * @param step microseconds; a day is a multiple of it.
   * @param mayLack steps that may be missing at the beginning and at the end of a period.
   */
  constructor(log: FindingLog, span: PeriodSpan, step: number, mayLack: number) {
    this.#log = log;
    this.#span = span;
    this.#step = step;
    this.#mayLack = mayLack;
  }

  /** A row at that time; the step that it lies in is counted. Times outside of the period count for nothing. */
  row(time: number): void {
    if (time >= this.#span.start && time < this.#span.end)
      this.#holes.add(Math.floor(time / this.#step), time);
  }

  end(): void {
    const { lowest, highest } = this.#holes;
    if (Number.isNaN(lowest)) return;
    this.#holes.end();
    const [first, last] = [this.#span.start / this.#step, this.#span.end / this.#step - 1];
    if (lowest - first > this.#mayLack) {
      const days = Math.ceil(((lowest - first) * this.#step) / DAY);
      this.#log.run('starts_late', this.#span.start, lowest * this.#step, days);
    }
    if (last - highest > this.#mayLack) this.#report({ from: highest + 1, to: last });
  }

  /** Cuts a run of missing steps by UTC day. */
  #report({ from, to }: Pick<NumberHole, 'from' | 'to'>): void {
    const stepsOfDay = DAY / this.#step;
    for (let first = from; first <= to; ) {
      const dayStart = Math.floor(first / stepsOfDay) * stepsOfDay;
      const last = Math.min(to, dayStart + stepsOfDay - 1);
      const count = last - first + 1;
      const rule = count === stepsOfDay ? 'day_missing' : 'missing_rows';
      this.#log.run(rule, first * this.#step, last * this.#step, rule === 'day_missing' ? 1 : count);
      first = last + 1;
    }
  }
}
