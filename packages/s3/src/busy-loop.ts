import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** Requests after which the event loop is looked at. */
const WINDOW = 256;
/** Share of the time that a loop works which is the bottleneck. */
const BUSY = 0.9;
/** Most windows without a trial. */
const LONGEST_PAUSE = 64;

/** How busy the event loop was since a reading of before; without one, since it began. */
export type Utilization = (since?: EventLoopUtilization) => EventLoopUtilization;

/**
 * Whether this process is what its requests wait for, not the server: then fewer connections with more requests under way
 * on each cost it, and the server, less. Tried while the event loop works nearly all the time. When it does not with few
 * connections, the server was the bottleneck after all, and they are tried again later, and later each time.
 */
export class BusyLoop {
  readonly #utilization: Utilization;
  #last: EventLoopUtilization;
  #requests = 0;
  #isBusy = false;
  /** Windows until the next trial, and how many it will be after a trial that fails. */
  #pause = 0;
  #nextPause = 1;

  constructor(utilization: Utilization = (since) => performance.eventLoopUtilization(since)) {
    this.#utilization = utilization;
    this.#last = utilization();
  }

  /** Asks for one request. */
  isBusy(): boolean {
    this.#requests += 1;
    if (this.#requests % WINDOW === 0) this.#judge();
    return this.#isBusy;
  }

  #judge(): void {
    const works = this.#utilization(this.#last).utilization > BUSY;
    this.#last = this.#utilization();
    if (this.#isBusy && !works) {
      this.#isBusy = false;
      this.#pause = this.#nextPause;
      this.#nextPause = Math.min(2 * this.#nextPause, LONGEST_PAUSE);
    } else if (this.#pause > 0) this.#pause -= 1;
    else this.#isBusy = works;
  }
}
