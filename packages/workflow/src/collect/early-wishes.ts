import type { Wish } from '@tapehaul/catalog';
import type { RunHandle } from '@tapehaul/orchestrator';

/** Requests to a run from other processes; those that come before it has started are passed on once it has. */
export class EarlyWishes {
  readonly #early: Wish[] = [];
  #handle: RunHandle<unknown> | undefined;

  /** Receives a request. */
  readonly hear = (wish: Wish): void => {
    if (this.#handle === undefined) this.#early.push(wish);
    else this.#handle[wish]();
  };

  /** Receives the run, and passes on what was requested before. */
  readonly pass = (handle: RunHandle<unknown>): void => {
    this.#handle = handle;
    for (const wish of this.#early.splice(0)) handle[wish]();
  };
}
