import type { BatchClaim, Catalog, HandedIn } from '@tapehaul/catalog';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import { isLost } from './unless-lost.ts';

/** Longest wait of what is to be handed in, in milliseconds: what a killed process loses at most. */
const HAND_IN_EVERY = 250;
/** Wait after what could not be stored, in milliseconds. */
const TRY_AGAIN_AFTER = 1_000;
/** How many are handed in at once at the latest: two for each file of the largest batch. */
const AT_ONCE = 10_000;

/**
 * Hands in what happened to files in groups, in the order in which it happened. What could not be stored is kept for the next
 * group; of a batch that was lost it is dropped, since the one who has it now does its files.
 */
export class HandIns {
  readonly #catalog: Pick<Catalog, 'handIn'>;
  readonly #onLost: (claim: BatchClaim) => void;
  readonly #before: (claim: BatchClaim) => Promise<void>;
  #waiting = new Map<BatchClaim, HandedIn[]>();
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #failure: TapehaulError | undefined;

  /** `onLost` is called when a batch turns out to be another holder's; `before` is waited for before each group of a batch is handed in. */
  constructor(
    catalog: Pick<Catalog, 'handIn'>,
    onLost: (claim: BatchClaim) => void = () => {},
    before: (claim: BatchClaim) => Promise<void> = async () => {},
  ) {
    this.#catalog = catalog;
    this.#onLost = onLost;
    this.#before = before;
  }

  /** Adds what happened to a file. Throws what went wrong with the group before: nobody else could be notified of it. */
  add(claim: BatchClaim, what: HandedIn): void {
    const waiting = this.#waiting.get(claim);
    if (waiting === undefined) this.#waiting.set(claim, [what]);
    else waiting.push(what);
    this.#size += 1;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#size >= AT_ONCE) this.#writeQuietly();
    else this.#timer ??= setTimeout(this.#writeQuietly, HAND_IN_EVERY);
  }

  /** Resolves when all that was added is stored; rejects where it cannot be. */
  async settled(): Promise<void> {
    while (this.#size > 0 || this.#writing !== undefined) await this.#write();
  }

  /** Waits no more for what could not be stored. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #writeQuietly = (): void => {
    this.stop();
    this.#write().catch(() => {
      // Kept as the failure.
    });
  };

  /** Stores what waits, one group at a time. */
  #write(): Promise<void> {
    this.#writing ??= this.#writeGroup().finally(() => {
      this.#writing = undefined;
      // What came meanwhile has had its turn while this was written.
      if (this.#size > 0) this.#timer ??= setTimeout(this.#writeQuietly, HAND_IN_EVERY);
    });
    return this.#writing;
  }

  async #writeGroup(): Promise<void> {
    this.stop();
    const group = this.#waiting;
    this.#waiting = new Map();
    this.#size = 0;
    try {
      for (const [claim, what] of group) {
        await this.#handIn(claim, what);
        group.delete(claim);
      }
      this.#failure = undefined;
    } catch (thrown) {
      this.#failure = asTapehaulError(thrown);
      this.#putBack(group);
      this.#timer = setTimeout(this.#writeQuietly, TRY_AGAIN_AFTER);
      this.#timer.unref();
      throw this.#failure;
    }
  }

  async #handIn(claim: BatchClaim, what: readonly HandedIn[]): Promise<void> {
    try {
      await this.#before(claim);
      await this.#catalog.handIn(claim, what);
    } catch (thrown) {
      if (!isLost(thrown)) throw thrown;
      this.#onLost(claim);
    }
  }

  /** Puts what was not stored before what came meanwhile. */
  #putBack(group: ReadonlyMap<BatchClaim, HandedIn[]>): void {
    const later = this.#waiting;
    this.#waiting = new Map(group);
    for (const [claim, what] of later) this.#waiting.set(claim, [...(group.get(claim) ?? []), ...what]);
    this.#size = [...this.#waiting.values()].reduce((sum, { length }) => sum + length, 0);
  }
}
