import type { FindingLog } from '../watch/finding-log.ts';
import { DAY } from '../watch/period-span.ts';
import { type CheckedSource, positionOf } from './checked-source.ts';

/** Relative error of a sum of doubles that is still taken as equal. */
const EXACT = 1e-9;
/** Decimals to which quote amounts are cut: how far each trade may lower the sum. */
const SMALLEST_QUOTE: Readonly<Record<string, number>> = { spot: 1e-8, futures_um: 1e-5 };

/** Checks the volumes of candles. */
export class CandleVolumes {
  readonly #log: FindingLog;
  /** Null where the quote volume is in the base asset, as on futures_cm. */
  readonly #smallestQuote: number | null;
  readonly #high: number;
  readonly #low: number;
  readonly #volume: number;
  readonly #quote: number;
  readonly #count: number;
  readonly #taker: number;
  readonly #takerQuote: number;
  #dayStart = Number.NaN;
  #dayRows = 0;
  #price = Number.NaN;
  #isFlat = false;
  #last = Number.NaN;

  constructor(source: CheckedSource, log: FindingLog) {
    const { market } = source.series;
    this.#log = log;
    this.#smallestQuote = SMALLEST_QUOTE[market] ?? null;
    this.#high = positionOf(source, 'high');
    this.#low = positionOf(source, 'low');
    this.#volume = positionOf(source, 'volume');
    this.#quote = positionOf(source, 'quote_volume');
    this.#count = positionOf(source, 'count');
    this.#taker = positionOf(source, 'taker_buy_volume');
    this.#takerQuote = positionOf(source, 'taker_buy_quote_volume');
  }

  row(time: number, values: Float64Array): void {
    const volume = values[this.#volume] ?? Number.NaN;
    const quote = values[this.#quote] ?? Number.NaN;
    const count = values[this.#count] ?? Number.NaN;
    const high = values[this.#high] ?? Number.NaN;
    const low = values[this.#low] ?? Number.NaN;
    if (isMore(values[this.#taker] ?? 0, volume) || isMore(values[this.#takerQuote] ?? 0, quote)) {
      this.#log.row('taker_volume', time, values);
    }
    if ((count === 0) !== (volume === 0)) this.#log.row('count_volume', time, values);
    if (this.#smallestQuote !== null) {
      const mayLack = (count + 1) * this.#smallestQuote;
      const isLess = quote + mayLack < low * volume * (1 - EXACT);
      if (isLess || quote - mayLack > high * volume * (1 + EXACT))
        this.#log.row('quote_bounds', time, values);
    }
    this.#flat(time, volume === 0 && high === low, high);
  }

  end(): void {
    if (this.#isFlat && this.#dayRows > 1)
      this.#log.fold('flat_day', this.#dayStart, this.#last, this.#dayRows);
  }

  #flat(time: number, isFlat: boolean, price: number): void {
    if (time >= this.#dayStart && time < this.#dayStart + DAY) {
      this.#dayRows++;
      if (!isFlat || price !== this.#price) this.#isFlat = false;
    } else {
      this.end();
      this.#dayStart = Math.floor(time / DAY) * DAY;
      this.#dayRows = 1;
      this.#price = price;
      this.#isFlat = isFlat;
    }
    this.#last = time;
  }
}

function isMore(part: number, whole: number): boolean {
  return part > whole + EXACT * Math.abs(whole);
}
