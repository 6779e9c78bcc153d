import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import { DayWatch } from '../watch/day-watch.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { SECOND } from '../watch/period-span.ts';
import { type CheckedSource, checkSetup, positionOf } from './checked-source.ts';

/** Checks best bids and asks. */
export class BookTickerChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #days: DayWatch;
  readonly #time: number;
  readonly #eventTime: number;
  readonly #bid: number;
  readonly #bidQuantity: number;
  readonly #ask: number;
  readonly #askQuantity: number;

  constructor(source: CheckedSource) {
    const { log, span } = checkSetup(source);
    this.#log = log;
    this.#days = new DayWatch(log, span, false);
    this.#time = positionOf(source, 'transaction_time');
    this.#eventTime = positionOf(source, 'event_time');
    this.#bid = positionOf(source, 'best_bid_price');
    this.#bidQuantity = positionOf(source, 'best_bid_qty');
    this.#ask = positionOf(source, 'best_ask_price');
    this.#askQuantity = positionOf(source, 'best_ask_qty');
  }

  row(values: Float64Array): void {
    const time = values[this.#time] ?? Number.NaN;
    const bid = values[this.#bid] ?? Number.NaN;
    const ask = values[this.#ask] ?? Number.NaN;
    this.#days.row(time);
    if (bid >= ask) this.#log.row('crossed_book', time, values);
    if (bid <= 0 || ask <= 0 || isNone(values[this.#bidQuantity]) || isNone(values[this.#askQuantity])) {
      this.#log.row('not_positive', time, values);
    }
    if ((values[this.#eventTime] ?? Number.NaN) < time - SECOND) this.#log.row('event_time', time, values);
  }

  end(): readonly RowFinding[] {
    this.#days.end();
    return this.#log.end();
  }
}

function isNone(quantity: number | undefined): boolean {
  return quantity !== undefined && quantity <= 0;
}
