/** Time over which a pace is measured, in milliseconds: long enough for large files, short enough to follow changes. */
const WINDOW = 30_000;

/** A point in the course of a run. */
interface Point {
  readonly at: number;
  readonly bytes: number;
  readonly work: number;
}

/** How fast files come, over the last half minute; what was in place does not count. */
export class Pace {
  readonly #points: Point[] = [];
  #bytes = 0;
  #work = 0;

  /** A file has been fetched, of that size in bytes, and so much of the work is done. Times are in milliseconds. */
  step(bytes: number, work: number, at: number): void {
    this.#bytes += bytes;
    this.#work += work;
    this.#points.push({ at, bytes: this.#bytes, work: this.#work });
    while ((this.#points[0]?.at ?? at) < at - WINDOW) this.#points.shift();
  }

  /** Bytes a second, as far as that is known. */
  get bytesPerSecond(): number | undefined {
    return this.#rate(({ bytes }) => bytes);
  }

  /** Least and most seconds for so much more work; undefined while nothing can be said. */
  secondsFor(work: number): readonly [number, number] | undefined {
    const rate = this.#rate((point) => point.work);
    if (rate === undefined || rate === 0) return undefined;
    // The fewer files the measure rests on, the wider the range.
    const doubt = Math.max(0.1, 1 / Math.sqrt(this.#points.length));
    return [work / (rate * (1 + doubt)), work / (rate * Math.max(0.2, 1 - doubt))];
  }

  #rate(of: (point: Point) => number): number | undefined {
    const [first, last] = [this.#points[0], this.#points.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < 500) return undefined;
    return ((of(last) - of(first)) * 1_000) / (last.at - first.at);
  }
}
