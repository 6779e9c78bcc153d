import { performance } from 'node:perf_hooks';

/** Requests after which the event loop is checked. */
const WINDOW = 256;
/** Share of the time that a loop works which is the bottleneck. */
const BUSY = 0.9;
/** By how much longer a window may take with few connections: it is never the same twice. */
const SLOWER = 1.25;
/** Most windows without a trial. */
const LONGEST_PAUSE = 64;

/** How long the event loop exists, and has worked, both in milliseconds. */
export interface LoopTimes {
  readonly at: number;
  readonly worked: number;
}

/** What a window of requests took, in milliseconds, and the share of it that the event loop worked. */
interface Window {
  readonly took: number;
  readonly share: number;
}

/**
 * Whether this process is what its requests wait for, not the server: then fewer connections with more requests in progress
 * on each cost it, and the server, less. Tried while the event loop works nearly all the time. When it then waits, or
 * requests take longer than before, the server was the bottleneck after all, or others keep the loop busy: then few
 * connections are tried again later, and later each time.
 */
export class BusyLoop {
  readonly #read: () => LoopTimes;
  #last: LoopTimes;
  #requests = 0;
  #isBusy = false;
  /** The window before few connections were tried. */
  #before: Window = { took: 0, share: 0 };
  /** Whether connections have just been changed, and the window contains both. */
  #changing = false;
  /** Windows that pass before the next trial, and how many it will be after a trial that fails. */
  #pause = 0;
  #nextPause = 1;

  constructor(read: () => LoopTimes = readLoop) {
    this.#read = read;
    this.#last = read();
  }

  /** Starts one request. */
  isBusy(): boolean {
    this.#requests += 1;
    if (this.#requests % WINDOW === 0) this.#judge(this.#window());
    return this.#isBusy;
  }

  #window(): Window {
    const last = this.#last;
    this.#last = this.#read();
    const took = this.#last.at - last.at;
    return { took, share: (this.#last.worked - last.worked) / took };
  }

  #judge(window: Window): void {
    const works = window.share > BUSY;
    if (this.#changing) this.#changing = false;
    else if (this.#isBusy && works && window.took <= SLOWER * this.#before.took) this.#nextPause = 1;
    else if (this.#isBusy) {
      this.#change(false);
      this.#pause = this.#nextPause;
      this.#nextPause = Math.min(2 * this.#nextPause, LONGEST_PAUSE);
    } else if (this.#pause > 0) this.#pause -= 1;
    else if (works) {
      this.#before = window;
      this.#change(true);
    }
  }

  #change(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#changing = true;
  }
}

function readLoop(): LoopTimes {
  const { active, idle } = performance.eventLoopUtilization();
  return { at: active + idle, worked: active };
}
