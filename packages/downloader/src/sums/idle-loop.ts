import { performance } from 'node:perf_hooks';

/** Milliseconds of one judgement. */
const WINDOW = 100;
/** Share of that time that an idle event loop may work. */
const MOSTLY_IDLE = 0.5;

/** How long the event loop exists, and has worked, both in milliseconds. */
interface LoopTimes {
  readonly at: number;
  readonly worked: number;
}

/** Whether the event loop of this thread has mostly waited lately. */
export class IdleLoop {
  readonly #read: () => LoopTimes;
  #last: LoopTimes;
  #isIdle = false;

  constructor(read: () => LoopTimes = readLoop) {
    this.#read = read;
    this.#last = read();
  }

  get isIdle(): boolean {
    const now = this.#read();
    const took = now.at - this.#last.at;
    if (took < WINDOW) return this.#isIdle;
    this.#isIdle = (now.worked - this.#last.worked) / took < MOSTLY_IDLE;
    this.#last = now;
    return this.#isIdle;
  }
}

function readLoop(): LoopTimes {
  const { active, idle } = performance.eventLoopUtilization();
  return { at: active + idle, worked: active };
}
