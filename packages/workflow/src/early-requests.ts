import type { ControlRequest } from '@tapehaul/catalog';
import type { RunHandle } from '@tapehaul/orchestrator';

/** Requests to a run from other processes; those that come before it has started are passed on once it has. */
export class EarlyRequests {
  readonly #early: ControlRequest[] = [];
  #handle: RunHandle<unknown> | undefined;

  /** Receives a request. */
  readonly receive = (request: ControlRequest): void => {
    if (this.#handle === undefined) this.#early.push(request);
    else this.#handle[request]();
  };

  /** Receives the run, and passes on what was requested before. */
  readonly pass = (handle: RunHandle<unknown>): void => {
    this.#handle = handle;
    for (const request of this.#early.splice(0)) handle[request]();
  };
}
