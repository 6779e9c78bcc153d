import { intervalSeconds } from '@tapehaul/archive';
import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { GridWatch } from '../watch/grid-watch.ts';
import { DAY, SECOND } from '../watch/period-span.ts';
import { CandleVolumes } from './candle-volumes.ts';
import { type CheckedSource, checkSetup, optionalPosition, positionOf } from './checked-source.ts';

/** Checks candles of any kind. Those of three days, a week or a month have no grid of days, so that only their values are checked. */
export class CandleChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #step: number | undefined;
  readonly #grid: GridWatch | null;
  readonly #volumes: CandleVolumes | null;
  readonly #openTime: number;
  readonly #closeTime: number;
  readonly #open: number;
  readonly #high: number;
  readonly #low: number;
  readonly #close: number;

  constructor(source: CheckedSource) {
    const { log, span } = checkSetup(source);
    const step = (intervalSeconds(source.series.interval ?? '') ?? Number.POSITIVE_INFINITY) * SECOND;
    this.#log = log;
    this.#step = step <= DAY ? step : undefined;
    this.#grid = step <= DAY ? new GridWatch(log, span, step, 0) : null;
    this.#volumes = optionalPosition(source, 'volume') === -1 ? null : new CandleVolumes(source, log);
    this.#openTime = positionOf(source, 'open_time');
    this.#closeTime = positionOf(source, 'close_time');
    this.#open = positionOf(source, 'open');
    this.#high = positionOf(source, 'high');
    this.#low = positionOf(source, 'low');
    this.#close = positionOf(source, 'close');
  }

  row(values: Float64Array): void {
    const time = values[this.#openTime] ?? Number.NaN;
    const open = values[this.#open] ?? Number.NaN;
    const high = values[this.#high] ?? Number.NaN;
    const low = values[this.#low] ?? Number.NaN;
    const close = values[this.#close] ?? Number.NaN;
    if (low > open || low > close || high < open || high < close || low > high)
      this.#log.row('ohlc', time, values);
    if (this.#step !== undefined) this.#times(time, this.#step, values);
    this.#volumes?.row(time, values);
  }

  end(): readonly RowFinding[] {
    this.#grid?.end();
    this.#volumes?.end();
    return this.#log.end();
  }

  #times(time: number, step: number, values: Float64Array): void {
    this.#grid?.row(time);
    if (time - Math.floor(time / step) * step > 0) this.#log.row('off_grid', time, values);
    const untilClose = (values[this.#closeTime] ?? Number.NaN) - time;
    // One unit before the next candle opens: a millisecond, or a microsecond in spot files from 2025 on.
    const closesRight = untilClose === step - 1000 || untilClose === step - 1;
    if (!closesRight && !Number.isNaN(untilClose)) this.#log.row('close_time', time, values);
  }
}
