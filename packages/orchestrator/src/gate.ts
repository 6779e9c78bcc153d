import { aborted } from '@tapehaul/errors';

/** Why attempts are held: somebody asked for it, or their source is in trouble. */
export type HoldReason = 'asked' | 'trouble';

/** Lets attempts begin, or holds them while there is a reason, or while the run is held that this one is a part of. */
export class Gate {
  readonly #outer: Gate | undefined;
  readonly #reasons = new Set<HoldReason>();
  #held: PromiseWithResolvers<void> | undefined;

  constructor(outer?: Gate) {
    this.#outer = outer;
  }

  /** Whether attempts have to wait. */
  get closed(): boolean {
    return this.#held !== undefined || this.#outer?.closed === true;
  }

  /** Holds attempts from now on; false when they were held already. */
  close(reason: HoldReason): boolean {
    this.#reasons.add(reason);
    if (this.#held !== undefined) return false;
    this.#held = Promise.withResolvers();
    return true;
  }

  /** That reason is gone: lets attempts go on if it was the last; false when another holds them, or nothing did. */
  open(reason: HoldReason): boolean {
    this.#reasons.delete(reason);
    return this.#reasons.size === 0 && this.openAll();
  }

  /** Lets attempts go on, whatever held them; false when nothing did. */
  openAll(): boolean {
    const held = this.#held;
    this.#held = undefined;
    this.#reasons.clear();
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
