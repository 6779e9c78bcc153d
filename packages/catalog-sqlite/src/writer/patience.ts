import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';

/** How long what is to be written waits while other processes have the record locked, in milliseconds. */
const LONGEST_WAIT = 15_000;
/** Milliseconds for which SQLite waits for them, and this process does nothing else meanwhile: before it tries again, and at most. */
const [MOMENT, BLOCKED] = [200, 2_000];
/** The first pause between two tries and the longest, in milliseconds: each is twice as long as the one before. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [10, 500];

/** Has writes wait for other processes that have the record locked, while this one does something else. */
export class Patience {
  readonly #database: DatabaseSync;
  #isHurried = false;
  /** Since when nothing could be written, as others had the record locked. */
  #lockedSince: number | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#blockFor(MOMENT);
  }

  /** From now on nothing waits longer than SQLite does. */
  hurry(): void {
    this.#isHurried = true;
  }

  /** Whether what failed is to be tried again: others have the record locked, and not for too long. */
  bears(error: unknown): boolean {
    if (!isLocked(error)) return false;
    this.#lockedSince ??= performance.now();
    return !this.#isHurried && performance.now() - this.#lockedSince < LONGEST_WAIT;
  }

  /** To be called when something was written: the next lock is another one. */
  hasWritten(): void {
    this.#lockedSince = undefined;
  }

  /** Writes what cannot come later in this turn: waits for others as long as SQLite may. Throws what is thrown. */
  inThisTurn(write: () => void): void {
    if (!this.#isHurried) this.#blockFor(BLOCKED);
    try {
      write();
    } finally {
      this.#blockFor(MOMENT);
    }
  }

  /** Writes, at first in this turn, and again until the record is free. Rejects with what the last try throws. */
  async whenFree<Result>(write: () => Result): Promise<Result> {
    for (let milliseconds = FIRST_PAUSE; ; milliseconds = Math.min(2 * milliseconds, LONGEST_PAUSE)) {
      try {
        const result = write();
        this.hasWritten();
        return result;
      } catch (error) {
        if (!this.bears(error)) throw error;
      }
      await pause(milliseconds);
    }
  }

  #blockFor(milliseconds: number): void {
    if (this.#database.isOpen) this.#database.exec(`PRAGMA busy_timeout = ${milliseconds}`);
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof TapehaulError && error.facts.locked === true;
}
