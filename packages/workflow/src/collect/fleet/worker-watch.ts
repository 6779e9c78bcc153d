import { counted } from '@tapehaul/errors';
import type { NoWorkerEvent } from '../../events/fleet-events.ts';
import type { BatchesLeft } from './open-batches.ts';

/** Notices that no worker takes the batches of a run. */
export class WorkerWatch {
  readonly #afterMs: number;
  #aloneSince: number | undefined;
  #isReported = false;
  #claims = 0;

  /** `afterMs` is the time without a worker that is reported, in milliseconds. */
  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** Takes the batches at a time in milliseconds. Gives the report that no worker takes one, once for each such time. */
  see({ first, open }: BatchesLeft, at: number): NoWorkerEvent | undefined {
    const claims = first.reduce((sum, batch) => sum + batch.claims, 0);
    const isWorkedOn = first.some(({ isHeld }) => isHeld) || claims > this.#claims;
    this.#claims = claims;
    if (isWorkedOn || open === 0) {
      this.pause();
      return undefined;
    }
    this.#aloneSince ??= at;
    const waitedMs = at - this.#aloneSince;
    if (this.#isReported || waitedMs < this.#afterMs) return undefined;
    this.#isReported = true;
    const seconds = Math.round(waitedMs / 1_000);
    return {
      kind: 'no_worker',
      batches: open,
      seconds,
      message: `waiting for workers: no worker has taken ${open === 1 ? 'the batch' : `one of ${counted(open, 'batch', 'batches')}`} for ${counted(seconds, 'second')}`,
      hint: 'Start a worker on a machine that reaches the record and the output directory: tapehaul worker.',
    };
  }

  /** Workers are not expected at the moment. */
  pause(): void {
    this.#aloneSince = undefined;
    this.#isReported = false;
  }
}
