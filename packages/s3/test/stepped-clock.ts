import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../src/pace/clock.ts';

/** A clock that advances to the next time that is waited for, once nothing else is left to do. */
export class SteppedClock implements Clock {
  #now = 0;
  readonly #waiting: { due: number; resolve: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ due: this.#now + milliseconds, resolve }));
  }

  /** Advances until no wait is left. */
  async runOut(): Promise<void> {
    for (;;) {
      await setImmediate();
      const next = this.#waiting.toSorted((a, b) => a.due - b.due)[0];
      if (next === undefined) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.#now = next.due;
      next.resolve();
    }
  }
}
