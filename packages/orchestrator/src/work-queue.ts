/**
 * Hands out items to workers: fresh ones from a source, and those that come back after a wait. Waiting
 * items hold no worker. The source is read one item at a time, only when a worker asks.
 */
export class WorkQueue<Item> {
  readonly #fresh: AsyncIterator<Item> | Iterator<Item>;
  readonly #due: Item[] = [];
  readonly #waiting = new Map<Item, NodeJS.Timeout>();
  readonly #idle: ((item: Item | undefined) => void)[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #exhausted = false;
  #open = 0;

  constructor(source: Iterable<Item> | AsyncIterable<Item>) {
    this.#fresh = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  }

  /** The next item to work on; undefined when all work is done. Each item is followed by `done` or `later`. */
  async next(): Promise<Item | undefined> {
    const item = this.#due.shift() ?? (await this.#pull());
    if (item !== undefined) return item;
    if (this.#open === 0) return undefined;
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Tells that an item is finished. */
  done(): void {
    this.#open -= 1;
    if (this.#open === 0 && this.#exhausted) for (const resolve of this.#idle.splice(0)) resolve(undefined);
  }

  /** Puts an item back, to be handed out again after a number of milliseconds. */
  later(item: Item, milliseconds: number): void {
    this.#waiting.set(
      item,
      setTimeout(() => this.#wake(item), milliseconds),
    );
  }

  /** Stops reading the source and returns what waits or is due; workers then run out of items. */
  async stop(): Promise<Item[]> {
    this.#exhausted = true;
    const left = [...this.#due.splice(0), ...this.#waiting.keys()];
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    for (const _ of left) this.done();
    await this.#fresh.return?.();
    return left;
  }

  #wake(item: Item): void {
    this.#waiting.delete(item);
    const resolve = this.#idle.shift();
    if (resolve === undefined) this.#due.push(item);
    else resolve(item);
  }

  /** Reads the source, one reader after the other. */
  async #pull(): Promise<Item | undefined> {
    const turn = this.#turn.then(async () => {
      if (this.#exhausted) return undefined;
      const { done, value } = await this.#fresh.next();
      if (done === true) {
        this.#exhausted = true;
        return undefined;
      }
      this.#open += 1;
      return value;
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
