import { setTimeout as pause } from 'node:timers/promises';
import { isUnreachable } from './server-errors.ts';

/** How long what is to be written or read waits for a server that cannot be reached, in milliseconds: it may be starting again. */
const LONGEST_WAIT = 30_000;
/** The first pause between two tries and the longest, in milliseconds: each is twice as long as the one before. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [50, 1_000];

/** Has work wait for a server that cannot be reached at the moment. */
export class Patience {
  readonly #hurried = new AbortController();

  /** From now on nothing waits. */
  hurry(): void {
    this.#hurried.abort();
  }

  /** Does work, and again while the server cannot be reached, for a while. Rejects with what the last try throws. */
  async whenReachable<Result>(work: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    for (let milliseconds = FIRST_PAUSE; ; milliseconds = Math.min(2 * milliseconds, LONGEST_PAUSE)) {
      try {
        return await work();
      } catch (error) {
        const isOver = this.#hurried.signal.aborted || performance.now() - began > LONGEST_WAIT;
        if (isOver || !isUnreachable(error)) throw error;
      }
      await pause(milliseconds, undefined, { signal: this.#hurried.signal }).catch(() => {});
    }
  }
}
