/** Time over which a pace is measured, in milliseconds: long enough for large files, short enough to follow changes. */
const WINDOW = 30_000;

/** What has been fetched: bytes, bytes as the plan counts them, and files. */
export interface Fetched {
  readonly bytes: number;
  readonly plannedBytes: number;
  readonly files: number;
}

/** A point in the course of a run. */
interface Point extends Fetched {
  readonly at: number;
}

/** How fast files come, over the last half minute; what was in place does not count. */
export class Pace {
  readonly #points: Point[] = [];
  #sum: Fetched = { bytes: 0, plannedBytes: 0, files: 0 };

  /** So much more has been fetched. Times are in milliseconds. */
  step({ bytes, plannedBytes, files }: Fetched, at: number): void {
    const before = this.#sum;
    this.#sum = {
      bytes: before.bytes + bytes,
      plannedBytes: before.plannedBytes + plannedBytes,
      files: before.files + files,
    };
    this.#points.push({ ...this.#sum, at });
    while ((this.#points[0]?.at ?? at) < at - WINDOW) this.#points.shift();
  }

  /** Bytes a second, as far as that is known. */
  get bytesPerSecond(): number | undefined {
    return this.#rate('bytes');
  }

  /** Least and most seconds for so much more of a measure; undefined while nothing can be said. */
  secondsFor(amount: number, measure: keyof Fetched): readonly [number, number] | undefined {
    const rate = this.#rate(measure);
    if (rate === undefined || rate === 0) return undefined;
    // The fewer files the measure rests on, the wider the range.
    const doubt = Math.max(0.1, 1 / Math.sqrt(this.#points.length));
    return [amount / (rate * (1 + doubt)), amount / (rate * Math.max(0.2, 1 - doubt))];
  }

  #rate(measure: keyof Fetched): number | undefined {
    const [first, last] = [this.#points[0], this.#points.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 500) return undefined;
    return ((last[measure] - first[measure]) * 1_000) / (last.at - first.at);
  }
}
