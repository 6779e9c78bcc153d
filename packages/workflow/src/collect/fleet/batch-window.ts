/** For how long slots that were in use count, in milliseconds. */
const REMEMBERED = 60_000;
/** Batches that are offered for each slot: one in progress, and some that wait, so that no slot is idle. */
const FOR_EACH_SLOT = 4;
/** Batches that are offered where no slot is known. */
const AT_LEAST = 8;

/**
 * How many batches of a run are offered at a time: as many as the workers are likely to take soon. Runs that are offered by such windows share
 * the slots, and a run that is withdrawn has few batches to remove.
 */
export class BatchWindow {
  readonly #seen: { readonly at: number; readonly slots: number }[] = [];

  /** Takes how many batches, of all runs, are in progress at a time in milliseconds, and gives the size of the window. */
  size(slots: number, at: number): number {
    this.#seen.push({ at, slots });
    while (this.#seen[0] !== undefined && this.#seen[0].at <= at - REMEMBERED) this.#seen.shift();
    return Math.max(AT_LEAST, FOR_EACH_SLOT * Math.max(...this.#seen.map((it) => it.slots)));
  }
}
