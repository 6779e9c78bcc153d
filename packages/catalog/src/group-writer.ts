import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';

/** Longest wait of a row, in milliseconds. */
const FLUSH_EVERY = 250;
/** Rows that are written at once at the latest. */
const FLUSH_AT = 1_000;

/**
 * Gathers writes and runs them in one transaction. Writes that fail are kept, and run again with the next
 * group: none is lost but with the process.
 */
export class GroupWriter {
  readonly #transaction: (work: () => void) => void;
  readonly #writes: (() => unknown)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failure: TapehaulError | undefined;
  #stopped = false;

  constructor(transaction: (work: () => void) => void) {
    this.#transaction = transaction;
  }

  /** Hands in a write. Throws what went wrong when earlier ones were run by the clock: nobody else could hear it. */
  write(write: () => unknown): void {
    if (this.#stopped) return;
    this.#writes.push(write);
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#writes.length >= FLUSH_AT) this.flush();
    else this.#timer ??= setTimeout(() => this.#flushQuietly(), FLUSH_EVERY);
  }

  /** Hands in a write and runs the group; a failure is thrown by the next {@link write}. */
  writeQuietly(write: () => unknown): void {
    if (this.#stopped) return;
    this.#writes.push(write);
    this.#flushQuietly();
  }

  /** Runs what waits. Throws as the transaction does, and then keeps the writes. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#writes.length === 0) return;
    this.#transaction(() => {
      for (const write of this.#writes) write();
    });
    this.#writes.length = 0;
    this.#failure = undefined;
  }

  /** Takes no more writes. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #flushQuietly(): void {
    try {
      this.flush();
    } catch (error) {
      this.#failure = asTapehaulError(error);
    }
  }
}
