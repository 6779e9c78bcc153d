/** Writes in progress at once, and the rows that they may have together before the next one has to wait. */
const MOST_WRITES = 4;
const MOST_ROWS = 200_000;

/**
 * Writes that are in progress side by side. A small file takes longer to become durable than to be read and encoded, so that small ones
 * are written together; a large one is waited for, which bounds memory by the largest day.
 */
export class RowWrites {
  readonly #writes = new Set<Promise<unknown>>();
  #rows = 0;

  /** Starts a write. What it rejects with is thrown to the caller that awaits it, and by {@link RowWrites.hasRoom}. */
  start<Written>(rows: number, write: () => Promise<Written>): Promise<Written> {
    this.#rows += rows;
    const writing = write().finally(() => {
      this.#writes.delete(writing);
      this.#rows -= rows;
    });
    this.#writes.add(writing);
    // It may fail before anyone awaits it.
    writing.catch(() => {});
    return writing;
  }

  /** Resolves once another write may start. Rejects as a write in progress does. */
  async hasRoom(): Promise<void> {
    while (this.#writes.size >= MOST_WRITES || this.#rows > MOST_ROWS) await Promise.race(this.#writes);
  }
}
