import { setTimeout as sleep } from 'node:timers/promises';

/** Time in milliseconds, and waiting for it. */
export interface Clock {
  now(): number;
  /** Rejects when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock of this process. */
export const CLOCK: Clock = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** Waits shorter than this, in milliseconds, are put off to the next chunk or request: a timer is no more exact. */
export const SHORTEST_WAIT = 2;
