import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import { DayWatch } from '../watch/day-watch.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { GridWatch } from '../watch/grid-watch.ts';
import { type CheckedSource, checkSetup, positionOf } from './checked-source.ts';

/** Checks that each step of time has a row; it may have many. */
export class GridChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #grid: GridWatch;
  readonly #time: number;

  /** @param step microseconds. */
  constructor(source: CheckedSource, time: string, step: number) {
    const { log, span } = checkSetup(source);
    this.#log = log;
    this.#grid = new GridWatch(log, span, step, 0);
    this.#time = positionOf(source, time);
  }

  row(values: Float64Array): void {
    this.#grid.row(values[this.#time] ?? Number.NaN);
  }

  end(): readonly RowFinding[] {
    this.#grid.end();
    return this.#log.end();
  }
}

/** Checks that no day is missing or short, and that there is no long silence, where rows come about every second. */
export class SteadyChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #days: DayWatch;
  readonly #time: number;

  constructor(source: CheckedSource, time: string) {
    const { log, span } = checkSetup(source);
    this.#log = log;
    this.#days = new DayWatch(log, span, true);
    this.#time = positionOf(source, time);
  }

  row(values: Float64Array): void {
    this.#days.row(values[this.#time] ?? Number.NaN);
  }

  end(): readonly RowFinding[] {
    this.#days.end();
    return this.#log.end();
  }
}

/** For tables without rules: rows may come at any time, and seldom. */
export const NO_RULES: RowChecker = { row: () => undefined, end: () => [] };
