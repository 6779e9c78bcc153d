/** Time over which rates are measured, in milliseconds. */
const WINDOW = 60_000;
/** Least time between two points that are kept, in milliseconds. */
const STEP = 1_000;
/** Least time over which a rate is given, in milliseconds. */
const LEAST = 1_000;

/** What had been moved by a time: totals. */
export interface Moved {
  readonly bytes: number;
  readonly files: number;
}

interface Point extends Moved {
  readonly at: number;
}

/**
 * How fast a run moves files: over the last minute, or since its beginning where that is less. Times are milliseconds of one
 * clock that does not go back. It keeps a point a second.
 */
export class Pace {
  /** The first is at or before the beginning of the window, where there is one so old. */
  readonly #points: [Point, ...Point[]];

  /** Begins at a time with what had been moved before. */
  constructor(before: Moved, at: number) {
    this.#points = [{ ...before, at }];
  }

  /** Notes the totals at a time; a total that shrinks is a new count, and rates begin anew. */
  reached({ bytes, files }: Moved, at: number): void {
    const last = this.#points.at(-1) ?? this.#points[0];
    if (bytes < last.bytes || files < last.files) {
      this.#points.splice(0, this.#points.length, { bytes, files, at });
      return;
    }
    const before = this.#points.at(-2);
    if (before !== undefined && at - before.at < STEP) this.#points.pop();
    this.#points.push({ bytes, files, at });
    this.#forget(at);
  }

  /** Bytes and files a second up to a time; undefined while less than a second was measured. */
  rates(now: number): Moved | undefined {
    this.#forget(now);
    const from = this.#from(now);
    if (now - from < LEAST) return undefined;
    const [first, last] = [this.#totalsAt(from), this.#totalsAt(now)];
    const seconds = (now - from) / 1_000;
    return { bytes: (last.bytes - first.bytes) / seconds, files: (last.files - first.files) / seconds };
  }

  /** What was moved in each of N equal parts of the time that {@link Pace.rates} is about. */
  parts(count: number, now: number): Moved[] {
    const from = this.#from(now);
    const totals = Array.from({ length: count + 1 }, (_, at) =>
      this.#totalsAt(from + ((now - from) * at) / count),
    );
    return totals.slice(1).map(({ bytes, files }, at) => {
      const before = totals[at] ?? { bytes, files };
      return { bytes: bytes - before.bytes, files: files - before.files };
    });
  }

  #from(now: number): number {
    return Math.max(this.#points[0].at, now - WINDOW);
  }

  #totalsAt(time: number): Moved {
    return this.#points.findLast(({ at }) => at <= time) ?? this.#points[0];
  }

  #forget(now: number): void {
    while (this.#points[1] !== undefined && this.#points[1].at <= now - WINDOW) this.#points.shift();
  }
}
