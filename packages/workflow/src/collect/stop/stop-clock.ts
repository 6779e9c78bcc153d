import { setTimeout as sleep } from 'node:timers/promises';
import { stoppedBy, type TapehaulError } from '@tapehaul/errors';

/** How long files in progress may take to finish after a gentle stop, in milliseconds. */
export const FILES_MAY_END = 4_000;
/** How long a run may take to end after a gentle stop, in milliseconds. */
const RUN_MAY_END = 6_000;
/** The same for a run on a fleet, whose workers are to notice it. */
const FLEET_MAY_END = 8_000;
/** How long it may take to end after a stop at once, in milliseconds. */
const RUN_MAY_END_AT_ONCE = 2_500;
/** How long each last step may take after that, in milliseconds. */
const LAST_STEP = 500;

/** How a run is stopped. */
export interface Stops {
  /** What is in progress is abandoned. */
  readonly signal: AbortSignal;
  /** What is in progress may finish. */
  readonly gently: AbortSignal | undefined;
  /** Whether workers of a fleet do the files of the run. */
  readonly isOnFleet?: boolean;
}

/**
 * Bounds the end of a run that is stopped: whatever hangs then, a disk, a program or a server, is not waited for any
 * longer than some seconds.
 */
export class StopClock {
  /** Aborts with the first stop. */
  readonly stopped: AbortSignal;
  /** Resolves with what stopped the run once it should have ended; never before. */
  readonly overdue: Promise<TapehaulError>;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #ended = new AbortController();

  constructor({ signal, gently, isOnFleet = false }: Stops) {
    this.stopped = gently === undefined ? signal : AbortSignal.any([signal, gently]);
    const { promise, resolve } = Promise.withResolvers<TapehaulError>();
    this.overdue = promise;
    const within = (stop: AbortSignal | undefined, milliseconds: number): void => {
      if (stop === undefined) return;
      const start = (): void => {
        this.#timers.push(setTimeout(() => resolve(stoppedBy(stop)), milliseconds));
      };
      if (stop.aborted) start();
      else stop.addEventListener('abort', start, { once: true, signal: this.#ended.signal });
    };
    within(gently, isOnFleet ? FLEET_MAY_END : RUN_MAY_END);
    within(signal, RUN_MAY_END_AT_ONCE);
  }

  /** The result of work that ends before the run is overdue or shortly after; else undefined. Rejects as the work does. */
  async lastStep<Result>(work: Promise<Result>): Promise<Result | undefined> {
    return Promise.race([work, this.overdue.then(() => sleep(LAST_STEP, undefined))]);
  }

  /** The result of work; rejects with what stopped the run when the work does not end soon after that. */
  async unlessStopped<Result>(work: Promise<Result>): Promise<Result> {
    const late = new AbortController();
    const stop = new Promise<never>((_, reject) => {
      const wait = (): void => {
        sleep(LAST_STEP, undefined, { signal: late.signal }).then(
          () => reject(stoppedBy(this.stopped)),
          () => {},
        );
      };
      if (this.stopped.aborted) wait();
      else this.stopped.addEventListener('abort', wait, { once: true, signal: late.signal });
    });
    try {
      return await Promise.race([work, stop]);
    } finally {
      late.abort();
    }
  }

  /** To be called once the run has ended. */
  end(): void {
    this.#ended.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
