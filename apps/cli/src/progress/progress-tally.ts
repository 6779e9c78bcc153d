import { counted } from '@tapehaul/errors';
import prettyBytes from 'pretty-bytes';
import { duration } from '../show/figures.ts';
import { Pace } from './pace.ts';

/** A plan that is made. */
export interface PlannedWork {
  readonly files: number;
  /** Files that are settled and get no event. */
  readonly settled: number;
  /** How many of these were in place, and the bytes of all of them; all of them, and 0, by default. */
  readonly cached?: number;
  readonly bytes?: number;
  /** Bytes that are still to be fetched, by the plan; null where it does not say. */
  readonly bytesLeft: number | null;
  /** Whether these may be typical sizes of such files; not by default. */
  readonly isEstimate?: boolean;
}

/** Files that are added to the plan during the run. */
export interface MoreWork {
  readonly files: number;
  /** Bytes that are to be fetched. */
  readonly bytesLeft: number;
}

/** A file that has ended. */
export interface DoneWork {
  /** Size in bytes. */
  readonly bytes: number;
  readonly cached: boolean;
  /** Bytes that the plan counted it with. */
  readonly plannedBytes: number;
}

/** How far a run is whose files other processes do. */
export interface ReachedWork {
  /** Files that have ended, and those of them that were in place. */
  readonly ended: number;
  readonly cached: number;
  /** Size of all files in place, in bytes. */
  readonly bytes: number;
  /** How many workers do them. */
  readonly workers: number;
}

/** Counts how far a run has come. */
export class ProgressTally {
  readonly #pace = new Pace();
  /** Bytes that are left by the plan; null where it has none. */
  #bytesLeft: number | null = null;
  /** Whether the plan may count typical sizes, and whether a file came with another size: bytes say nothing of the time then. */
  #mayBeGuess = false;
  #isGuess = false;
  #bytes = 0;
  files = 0;
  ended = 0;
  cached = 0;
  /** How many workers do the files, for people; empty where this process does. */
  workers = '';

  start(work: PlannedWork): void {
    const { files, settled, cached = settled, bytes = 0, bytesLeft, isEstimate = false } = work;
    this.files = files;
    this.ended += settled;
    this.cached += cached;
    this.#bytes += bytes;
    this.#bytesLeft = bytesLeft;
    this.#mayBeGuess = isEstimate;
  }

  more({ files, bytesLeft }: MoreWork): void {
    this.files += files;
    this.#left(-bytesLeft);
  }

  step({ bytes, cached, plannedBytes }: DoneWork): void {
    this.ended += 1;
    this.cached += cached ? 1 : 0;
    this.#bytes += bytes;
    this.#left(plannedBytes);
    if (cached) return;
    // Sizes of a listing are exact. A file without bytes did not come.
    if (this.#mayBeGuess && bytes > 0 && bytes !== plannedBytes) this.#isGuess = true;
    this.#pace.step({ bytes, plannedBytes, files: 1 }, performance.now());
  }

  /** Takes how far it is by now, where no end of a file is reported: what the plan counted those files with is not known either. */
  reach({ ended, cached, bytes, workers }: ReachedWork): void {
    const moved = Math.max(0, bytes - this.#bytes);
    const files = Math.max(0, ended - this.ended);
    this.#isGuess = this.#mayBeGuess;
    this.ended = ended;
    this.cached = cached;
    this.#bytes = bytes;
    this.#left(moved);
    this.workers = counted(workers, 'worker');
    if (moved + files > 0) this.#pace.step({ bytes: moved, plannedBytes: moved, files }, performance.now());
  }

  #left(plannedBytes: number): void {
    if (this.#bytesLeft !== null) this.#bytesLeft = Math.max(0, this.#bytesLeft - plannedBytes);
  }

  /** Size of what has ended, for people. */
  get size(): string {
    return prettyBytes(this.#bytes);
  }

  /** Speed, and the time that is left as a range; empty while neither is known. */
  get pace(): string {
    const speed = this.#pace.bytesPerSecond;
    const range = this.#range();
    if (speed === undefined || range === undefined) return '';
    const [least, most] = range;
    const isDone = this.ended >= this.files;
    const left = isDone ? '' : ` | ${least === most ? least : `${least} to ${most}`} left`;
    return `${prettyBytes(speed)}/s${left}`;
  }

  /** The most time that is left, in few characters; empty where nothing is left, or that is not known. */
  get left(): string {
    const [, most] = this.ended >= this.files ? [] : (this.#range() ?? []);
    return most === undefined ? '' : `up to ${most} left`;
  }

  /** The least and the most time that is left, for people. */
  #range(): readonly [string, string] | undefined {
    const range =
      this.#bytesLeft === null || this.#isGuess
        ? this.#pace.secondsFor(this.files - this.ended, 'files')
        : this.#pace.secondsFor(this.#bytesLeft, 'plannedBytes');
    return range && [duration(range[0]), duration(range[1])];
  }
}
