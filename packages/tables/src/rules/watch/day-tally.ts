import { DAY, SECOND } from './period-span.ts';

/** Rows from which on a day has enough pauses to say what is usual. */
const MANY_ROWS = 10_000;
/** Never taken as unusual: microseconds. */
export const SHORT_PAUSE = 600 * SECOND;

/** What is counted of the rows of one UTC day. */
export class DayTally {
  readonly start: number;
  readonly end: number;
  rows = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** Rows whose is_buyer_maker is set. */
  makers = 0;
  #sorted = true;
  #longest = 0;
  #longestTo = 0;
  /** Pauses by the bits of their length in milliseconds. */
  readonly #pauses = new Int32Array(33);

  /** @param start microseconds since 1970 UTC. */
  constructor(start: number) {
    this.start = start;
    this.end = start + DAY;
  }

  /** A row at that time, which lies on the day. */
  add(time: number): void {
    this.rows++;
    if (time >= this.last) {
      const pause = time - this.last;
      if (pause < DAY) {
        const bits = 32 - Math.clz32(pause / 1000);
        this.#pauses[bits] = (this.#pauses[bits] ?? 0) + 1;
        if (pause > this.#longest) {
          this.#longest = pause;
          this.#longestTo = time;
        }
      }
      this.last = time;
    } else this.#sorted = false;
    if (time < this.first) this.first = time;
  }

  /** Mean pause between rows in microseconds; nothing for fewer than two rows. */
  usualPause(): number | undefined {
    return this.rows < 2 ? undefined : (this.last - this.first) / (this.rows - 1);
  }

  /**
   * The longest pause, where it is over 10 minutes and more than ten times as long as 9,999 of 10,000 pauses, on a day with many
   * rows, or more than ten minutes where rows come at fixed times; nothing where rows are not sorted.
   */
  silence(steady: boolean): { readonly from: number; readonly to: number } | undefined {
    if (!this.#sorted || this.#longest <= SHORT_PAUSE) return undefined;
    if (!steady && (this.rows < MANY_ROWS || this.#longest <= 10 * this.#rarePause())) return undefined;
    return { from: this.#longestTo - this.#longest, to: this.#longestTo };
  }

  /** At least as long as 9,999 of 10,000 pauses, by less than the factor of two. */
  #rarePause(): number {
    let longer = this.rows * 1e-4;
    for (let bits = 32; bits > 0; bits--) {
      longer -= this.#pauses[bits] ?? 0;
      if (longer < 0) return 2 ** bits * 1000;
    }
    return 0;
  }
}
