/** A pause that something else may end before its time. */
export class Pauses {
  #end: (() => void) | undefined;
  #isEnded = false;

  /** Resolves after that many milliseconds, or once {@link Pauses.end} is called; without a time, only then. */
  async pause(milliseconds: number | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = resolve;
    if (this.#isEnded) resolve();
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(timer);
    this.#isEnded = false;
    this.#end = undefined;
  }

  /** Ends the pause, or the next one where none is in progress. */
  end(): void {
    this.#isEnded = true;
    this.#end?.();
  }
}
