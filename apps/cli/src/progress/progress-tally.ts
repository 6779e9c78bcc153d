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
  /** What is left by the measure of the plan: bytes, or files where it has no bytes. */
  #left = 0;
  #isByBytes = false;
  #bytes = 0;
  files = 0;
  ended = 0;
  cached = 0;
  /** How many workers do the files, for people; empty where this process does. */
  workers = '';

  start({ files, settled, cached = settled, bytes = 0, bytesLeft }: PlannedWork): void {
    this.files = files;
    this.ended += settled;
    this.cached += cached;
    this.#bytes += bytes;
    this.#isByBytes = bytesLeft !== null;
    this.#left = bytesLeft ?? files - this.ended;
  }

  more({ files, bytesLeft }: MoreWork): void {
    this.files += files;
    this.#left += this.#isByBytes ? bytesLeft : files;
  }

  step({ bytes, cached, plannedBytes }: DoneWork): void {
    const work = this.#isByBytes ? plannedBytes : 1;
    this.ended += 1;
    this.cached += cached ? 1 : 0;
    this.#bytes += bytes;
    this.#left = Math.max(0, this.#left - work);
    if (!cached) this.#pace.step(bytes, work, performance.now());
  }

  /** Takes how far it is by now, where no end of a file is reported. */
  reach({ ended, cached, bytes, workers }: ReachedWork): void {
    const moved = Math.max(0, bytes - this.#bytes);
    const work = this.#isByBytes ? moved : Math.max(0, ended - this.ended);
    this.ended = ended;
    this.cached = cached;
    this.#bytes = bytes;
    this.#left = Math.max(0, this.#left - work);
    this.workers = counted(workers, 'worker');
    if (work > 0) this.#pace.step(moved, work, performance.now());
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
    const range = this.#pace.secondsFor(this.#left);
    return range && [duration(range[0]), duration(range[1])];
  }
}
