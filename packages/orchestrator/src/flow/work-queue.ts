interface Waiter<Item> {
  resolve(item: Item | undefined): void;
  reject(error: unknown): void;
}

/**
 * Hands out items to workers: fresh ones from a source, and those that come back after a wait. Waiting
 * items hold no worker. The source is read one item at a time, only while a worker has nothing to do.
 */
export class WorkQueue<Item> {
  readonly #fresh: AsyncIterator<Item> | Iterator<Item>;
  readonly #ready: Item[] = [];
  readonly #waiting = new Map<Item, NodeJS.Timeout>();
  readonly #idle: Waiter<Item>[] = [];
  #reading = false;
  #exhausted = false;
  #stopped = false;
  /** Items that were read and are not done. */
  #open = 0;

  constructor(source: Iterable<Item> | AsyncIterable<Item>) {
    this.#fresh = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /**
   * The next item to work on; undefined when all work is done. Each item is to be followed by `done` or
   * `later`. Rejects with the error of the source.
   */
  next(): Promise<Item | undefined> {
    const item = this.#ready.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve, reject) => {
      this.#idle.push({ resolve, reject });
      void this.#read();
    });
  }

  /** Marks an item as finished. */
  done(): void {
    this.#open -= 1;
    this.#endIfDone();
  }

  /** Puts an item back, to be handed out again after a number of milliseconds. */
  later(item: Item, milliseconds: number): void {
    const wake = (): void => {
      this.#waiting.delete(item);
      this.#offer(item);
    };
    this.#waiting.set(item, setTimeout(wake, milliseconds));
  }

  /** Stops reading the source, closes it, and returns what waits or is ready; workers then run out of items. */
  stop(): Item[] {
    if (!this.#reading) void this.#close();
    this.#stopped = true;
    this.#exhausted = true;
    const left = [...this.#ready.splice(0), ...this.#waiting.keys()];
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#open -= left.length;
    this.#endIfDone();
    return left;
  }

  #offer(item: Item): void {
    const waiter = this.#idle.shift();
    if (waiter === undefined) this.#ready.push(item);
    else waiter.resolve(item);
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#idle.length > 0 && !this.#exhausted) {
        const { done, value } = await this.#fresh.next();
        if (done === true || this.#exhausted) this.#exhausted = true;
        else {
          this.#open += 1;
          this.#offer(value);
        }
      }
    } catch (error) {
      this.#exhausted = true;
      this.#idle.shift()?.reject(error);
    }
    this.#reading = false;
    if (this.#stopped) void this.#close();
    this.#endIfDone();
  }

  /** Lets the source give back what it holds, as a cursor; what goes wrong with that does not concern the items. */
  async #close(): Promise<void> {
    try {
      await this.#fresh.return?.();
    } catch {
      // Its items are done with.
    }
  }

  #endIfDone(): void {
    if (this.#open > 0 || !this.#exhausted) return;
    for (const { resolve } of this.#idle.splice(0)) resolve(undefined);
  }
}
