/** Neighbouring buckets differ by 5 %: the precision of the quantile. */
const LOG_STEP = Math.log(1.05);

/** Finds which durations are among the longest so far, from counts in logarithmic buckets. */
export class SlowTasks {
  readonly #share: number;
  readonly #counts: number[] = [];
  #total = 0;

  /** `share` is the part of the tasks to call slow, such as 0.01. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Counts a duration in milliseconds, and returns whether at most the share of all so far took as long. */
  isSlow(durationMs: number): boolean {
    const bucket = Math.max(0, Math.ceil(Math.log(Math.max(durationMs, 0.001) * 1_000) / LOG_STEP));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
    const most = this.#total * this.#share;
    let asLong = 0;
    for (let at = this.#counts.length - 1; at >= bucket && asLong <= most; at--)
      asLong += this.#counts[at] ?? 0;
    return asLong <= most;
  }
}
