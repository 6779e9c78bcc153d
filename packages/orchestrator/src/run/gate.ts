import { aborted } from '@tapehaul/errors';

/** Lets attempts begin, or holds them while it is closed, or while the run is held that this one is a part of. */
export class Gate {
  readonly #outer: Gate | undefined;
  #held: PromiseWithResolvers<void> | undefined;

  constructor(outer?: Gate) {
    this.#outer = outer;
  }

  /** Whether attempts have to wait. */
  get closed(): boolean {
    return this.#held !== undefined || this.#outer?.closed === true;
  }

  /** Holds attempts from now on; false when they were held already. */
  close(): boolean {
    if (this.#held !== undefined) return false;
    this.#held = Promise.withResolvers();
    return true;
  }

  /** Lets attempts continue; false when nothing held them. */
  open(): boolean {
    const held = this.#held;
    this.#held = undefined;
    held?.resolve();
    return held !== undefined;
  }

  /** Resolves once attempts may begin. Rejects with a TapehaulError when the signal comes first. */
  async passed(signal: AbortSignal): Promise<void> {
    while (this.closed) {
      await Promise.race([this.#held?.promise, aborted(signal)]);
      await this.#outer?.passed(signal);
    }
  }
}
