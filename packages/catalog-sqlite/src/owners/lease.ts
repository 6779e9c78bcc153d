import type { ControlRequest } from '@tapehaul/catalog';

/** How often an owner reads the requests of other processes, in milliseconds. */
const LISTEN_EVERY = 1_000;
/** After that many reads it also writes its heartbeat. */
const BEAT_EVERY = 5;

/** What a lease does to its run. */
export interface LeaseActions {
  /** Takes the request that waits for the run, if there is one. */
  readonly takeRequest: () => ControlRequest | undefined;
  /** Says that the owner lives. */
  readonly beat: () => void;
  readonly onRequest: ((request: ControlRequest) => void) | undefined;
}

/** Keeps a run in the hands of this process, until it is released. Keeps no process from ending. */
export class Lease {
  readonly #actions: LeaseActions;
  readonly #timer: NodeJS.Timeout;
  #times = 0;

  constructor(actions: LeaseActions) {
    this.#actions = actions;
    this.#timer = setInterval(() => this.#listen(), LISTEN_EVERY);
    this.#timer.unref();
  }

  release(): void {
    clearInterval(this.#timer);
  }

  #listen(): void {
    let request: ControlRequest | undefined;
    try {
      request = this.#actions.takeRequest();
      this.#times += 1;
      if (this.#times % BEAT_EVERY === 0) this.#actions.beat();
    } catch {
      // A catalog that cannot be written fails its writers; the next beat tries again.
    }
    if (request !== undefined) this.#actions.onRequest?.(request);
  }
}
