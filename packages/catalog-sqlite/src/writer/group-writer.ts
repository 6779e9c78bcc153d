import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { Patience } from './patience.ts';

/** Longest wait of a row, in milliseconds. */
const FLUSH_EVERY = 250;
/** Wait after a group that could not be written, in milliseconds. */
const RETRY_EVERY = 1_000;
/** Rows that are written at once at the latest. */
const FLUSH_AT = 1_000;

/** Rows that wait to be written. */
export interface Queue {
  readonly size: number;
  /** Writes all rows, in a transaction that can still fail. */
  write(): void;
  /** Drops all rows: they are written. */
  clear(): void;
}

/**
 * Writes what waits in its queues in one transaction, a quarter of a second or a thousand rows after the last.
 * Rows that could not be written are kept for the next group: none is lost but with the process. While other processes have
 * the record locked they wait, for as long as the patience lasts.
 */
export class GroupWriter {
  readonly #queues: readonly Queue[];
  readonly #transaction: (work: () => void) => void;
  readonly #patience: Patience;
  #timer: NodeJS.Timeout | undefined;
  #fails = false;
  /** Why the last group could not be written, where it does not only wait for other processes. */
  #failure: TapehaulError | undefined;

  constructor(queues: readonly Queue[], transaction: (work: () => void) => void, patience: Patience) {
    this.#queues = queues;
    this.#transaction = transaction;
    this.#patience = patience;
  }

  /** Whether the last group could not be written. */
  get fails(): boolean {
    return this.#fails;
  }

  /** To be called when a row was handed in. Throws what went wrong since: nobody else could receive it. */
  handedIn(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#size() >= FLUSH_AT && !this.fails) this.flushSoon();
    else this.#timer ??= setTimeout(() => this.flushQuietly(), FLUSH_EVERY);
  }

  /** Writes what waits at once, or while others have the record locked by the clock. Throws any other failure. */
  flushSoon(): void {
    this.flushQuietly();
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Writes what waits. Throws as the transaction does, and then keeps the rows and tries again by the clock. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#size() === 0) return;
    try {
      this.#transaction(() => {
        for (const queue of this.#queues) queue.write();
      });
    } catch (error) {
      this.#fails = true;
      if (!this.#patience.bears(error)) this.#failure = asTapehaulError(error);
      this.#timer = setTimeout(() => this.flushQuietly(), RETRY_EVERY);
      this.#timer.unref();
      throw error;
    }
    for (const queue of this.#queues) queue.clear();
    this.#fails = false;
    this.#patience.hasWritten();
    this.#failure = undefined;
  }

  /** Writes what waits; a failure is thrown by the next {@link GroupWriter.handedIn}. */
  flushQuietly(): void {
    try {
      this.flush();
    } catch {
      // Kept as the failure.
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #size(): number {
    let size = 0;
    for (const queue of this.#queues) size += queue.size;
    return size;
  }
}
