/** A first-in, first-out list of at most `most` entries, which lets go of the oldest ones for new ones and counts them. */
export class BoundedQueue<Entry> {
  readonly #most: number;
  #entries: Entry[] = [];
  #lost = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.length;
  }

  /** Entries that were let go of. */
  get lost(): number {
    return this.#lost;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
    // In steps, since to take the first of a long list costs as much as the list is long.
    if (this.#entries.length < this.#most * 1.25) return;
    this.#lost += this.#entries.length - this.#most;
    this.#entries = this.#entries.slice(-this.#most);
  }

  /** Takes the oldest entries. */
  take(count: number): Entry[] {
    return this.#entries.splice(0, count);
  }

  /** Puts entries back that were taken and are still to be sent. */
  putBack(entries: readonly Entry[]): void {
    this.#entries = [...entries, ...this.#entries];
  }

  /** Lets go of everything. */
  clear(): void {
    this.#lost += this.#entries.length;
    this.#entries = [];
  }

  /** Counts entries that were taken and could not be sent. */
  lose(count: number): void {
    this.#lost += count;
  }
}
