import type { TapehaulError } from '@tapehaul/errors';
import type { Gate } from './gate.ts';
import { type RetryDelay, waitBefore } from './retry.ts';

/** When a run pauses by itself, in place of burning the attempts of all its tasks on a source in trouble. */
export interface BreakerOptions {
  /** Failed attempts in a row, of those that a retry could help, after which the run pauses. */
  readonly after: number;
  /** How long it pauses before one attempt tries whether all is well, in seconds, by the number of the pause. */
  readonly pauseSeconds: RetryDelay;
}

/**
 * Counts failures in a row. When there are too many it closes the gate for a while, then lets attempts go on:
 * the first failure among them closes it again, for longer; the first success ends the trouble.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #gate: Gate;
  readonly #onPause: (error: TapehaulError, until: number) => void;
  readonly #onResume: () => void;
  #failures = 0;
  #pauses = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    options: BreakerOptions,
    gate: Gate,
    onPause: (error: TapehaulError, until: number) => void,
    onResume: () => void,
  ) {
    this.#options = options;
    this.#gate = gate;
    this.#onPause = onPause;
    this.#onResume = onResume;
  }

  /** Hears how an attempt ended: without an error, or with one that a retry cannot help, its source is well. */
  hear(error?: TapehaulError): void {
    if (error === undefined || error.retry === 'never') {
      this.#failures = 0;
      this.#pauses = 0;
      return;
    }
    this.#failures += 1;
    const enough = this.#pauses > 0 ? 1 : this.#options.after;
    if (this.#failures < enough || this.#timer !== undefined) return;
    this.#pauses += 1;
    this.#failures = 0;
    const milliseconds = waitBefore(this.#options.pauseSeconds, this.#pauses, error);
    this.#timer = setTimeout(() => this.#resume(), milliseconds);
    if (this.#gate.close('trouble')) this.#onPause(error, Date.now() + milliseconds);
  }

  /** Forgets its timer. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #resume(): void {
    this.#timer = undefined;
    if (this.#gate.open('trouble')) this.#onResume();
  }
}
