import type { RowChecker } from '../row-checker.ts';
import type { RowFinding } from '../row-finding.ts';
import { DayWatch } from '../watch/day-watch.ts';
import type { FindingLog } from '../watch/finding-log.ts';
import { type CheckedSource, checkSetup, positionOf } from './checked-source.ts';

/** Rows of a snapshot: 1 to 5 % on both sides, later also 0.2 %. */
const SIZES: ReadonlySet<number> = new Set([10, 12]);
/** Rows of a snapshot whose order is checked; a real one has 12. */
const MOST_ROWS = 32;

/** Checks snapshots of the depth of the order book: rows of one time that follow each other. */
export class BookDepthChecker implements RowChecker {
  readonly #log: FindingLog;
  readonly #days: DayWatch;
  readonly #timestamp: number;
  readonly #percentage: number;
  readonly #depth: number;
  readonly #percentages = new Float64Array(MOST_ROWS);
  readonly #depths = new Float64Array(MOST_ROWS);
  #time = Number.NaN;
  #rows = 0;

  constructor(source: CheckedSource) {
    const { log, span } = checkSetup(source);
    this.#log = log;
    this.#days = new DayWatch(log, span, true);
    this.#timestamp = positionOf(source, 'timestamp');
    this.#percentage = positionOf(source, 'percentage');
    this.#depth = positionOf(source, 'depth');
  }

  row(values: Float64Array): void {
    const time = values[this.#timestamp] ?? Number.NaN;
    this.#days.row(time);
    if (time !== this.#time) this.#snapshot();
    this.#time = time;
    if (this.#rows < MOST_ROWS) {
      this.#percentages[this.#rows] = values[this.#percentage] ?? Number.NaN;
      this.#depths[this.#rows] = values[this.#depth] ?? Number.NaN;
    }
    this.#rows++;
  }

  end(): readonly RowFinding[] {
    this.#snapshot();
    this.#days.end();
    return this.#log.end();
  }

  /** Checks the snapshot that has just ended. */
  #snapshot(): void {
    if (this.#rows === 0) return;
    if (!SIZES.has(this.#rows)) this.#note('snapshot_size', `${this.#rows} rows`);
    const rows = Math.min(this.#rows, MOST_ROWS);
    for (let one = 0; one < rows; one++) {
      for (let other = 0; other < rows; other++) {
        if (!this.#falls(one, other)) continue;
        this.#note('depth_order', `${this.#shown(one)}, ${this.#shown(other)}`);
        one = rows;
        break;
      }
    }
    this.#rows = 0;
  }

  /** Whether the second row lies further out on the same side, with less depth. */
  #falls(one: number, other: number): boolean {
    const [near = 0, far = 0] = [this.#percentages[one], this.#percentages[other]];
    return (
      near * far > 0 &&
      Math.abs(far) > Math.abs(near) &&
      (this.#depths[other] ?? 0) < (this.#depths[one] ?? 0)
    );
  }

  #shown(row: number): string {
    return `depth ${this.#depths[row]} at ${this.#percentages[row]} %`;
  }

  #note(rule: string, sample: string): void {
    this.#log.fold(rule, this.#time, this.#time, 1).sample ??= sample;
  }
}
