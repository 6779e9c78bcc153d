/** Keeps slots filled with work, as long as there is any. */
export class LocalWorker {
  readonly #slots: number;
  readonly #take: () => Promise<void> | undefined;
  readonly #busy = new Set<Promise<void>>();
  #isStopped = false;

  /** `take` begins the next piece of work; undefined where there is none. It never rejects. */
  constructor(slots: number, take: () => Promise<void> | undefined) {
    this.#slots = slots;
    this.#take = take;
  }

  /** Begins work in the slots that are free. */
  fill(): void {
    while (!this.#isStopped && this.#busy.size < this.#slots) {
      const working = this.#take();
      if (working === undefined) return;
      const ended = working.then(() => {
        this.#busy.delete(ended);
        this.fill();
      });
      this.#busy.add(ended);
    }
  }

  /** Begins nothing more. Resolves once what is in progress has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#busy);
  }
}
