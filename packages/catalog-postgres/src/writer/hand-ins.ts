import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';

/** Longest wait of what was handed in, in milliseconds, and how many of it are written at once at the latest. */
const [WRITE_EVERY, WRITE_AT] = [250, 1_000];
/** Most that one transaction writes. */
const MOST_TOGETHER = 5_000;
/** Wait after a group that could not be written, in milliseconds. */
const RETRY_EVERY = 1_000;
/** Log lines that are kept while they cannot be written. */
const MOST_LOGS = 10_000;

/** Writes a group in one transaction, and gives what of it can never be written, and why. */
export type WriteGroup<HandIn> = (group: readonly HandIn[]) => Promise<readonly TapehaulError[]>;

/**
 * Writes what was handed in, in its order, in one transaction a quarter of a second or a thousand of it after the last. What could not be
 * written is kept for the next: none is lost but with the process, or where it is refused.
 */
export class HandIns<HandIn> {
  readonly #write: WriteGroup<HandIn>;
  readonly #waiting: HandIn[] = [];
  readonly #refused: TapehaulError[] = [];
  #writing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Why the last group could not be written. */
  #failure: TapehaulError | undefined;

  constructor(write: WriteGroup<HandIn>) {
    this.#write = write;
  }

  /** Keeps what was handed in, to be written soon. Throws why an earlier group could not be written, since no other call reports that. */
  add(handIn: HandIn): void {
    this.#waiting.push(handIn);
    if (this.#waiting.length >= WRITE_AT && this.#failure === undefined) this.#writeQuietly();
    else
      this.#timer ??= setTimeout(
        () => this.#writeQuietly(),
        this.#failure === undefined ? WRITE_EVERY : RETRY_EVERY,
      );
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Adds a line of a log, unless too many wait that cannot be written. */
  addLog(handIn: HandIn): void {
    if (this.#failure !== undefined && this.#waiting.length >= MOST_LOGS) throw this.#failure;
    this.add(handIn);
  }

  /** Writes all that waits at once; what goes wrong is received by the next {@link HandIns.add} or {@link HandIns.settled}. */
  writeSoon(): void {
    this.#writeQuietly();
  }

  /** Resolves when what waits is written. Rejects where it cannot be, and then keeps it, and with what was refused. */
  async settled(): Promise<void> {
    await this.written();
    const refused = this.#refused.shift();
    this.#refused.length = 0;
    if (refused !== undefined) throw refused;
  }

  /** Resolves when what waits is written or refused. Rejects where it cannot be written, and then keeps it. */
  async written(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#writing ??= this.#writeGroup().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
    await this.#writing;
  }

  /** Cancels the timer of the next group. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #writeQuietly(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.written().catch(() => {
      // Kept as the failure, and tried again by the clock.
      this.#timer ??= setTimeout(() => this.#writeQuietly(), RETRY_EVERY);
      this.#timer.unref();
    });
  }

  async #writeGroup(): Promise<void> {
    const group = this.#waiting.slice(0, MOST_TOGETHER);
    try {
      this.#refused.push(...(await this.#write(group)));
    } catch (error) {
      this.#failure = asTapehaulError(error);
      throw error;
    }
    this.#waiting.splice(0, group.length);
    this.#failure = undefined;
  }
}
