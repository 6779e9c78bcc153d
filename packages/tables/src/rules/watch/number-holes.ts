/** Ids missing at once that are usual on futures_um: trades outside of the order book are not published (#363, #378). */
export const FEW_IDS = 10;

/** Holes that are kept open, so that a later row may fill them; the lowest are closed first. */
const MOST_OPEN = 4096;

/** Numbers that no row has, between two that rows have. */
export interface NumberHole {
  readonly from: number;
  readonly to: number;
  /** Times of the rows on both sides. */
  readonly before: number;
  readonly after: number;
}

/**
 * Finds which whole numbers are missing between the lowest and the highest of a sequence, in any order and with repetitions. Exact
 * while no more than 4096 holes are open at once, as in every file whose order is not random; then the lowest are taken as final.
 */
export class NumberHoles {
  lowest = Number.NaN;
  highest = Number.NaN;
  #lowestTime = Number.NaN;
  #highestTime = Number.NaN;
  /** In rising order. */
  #open: NumberHole[] = [];
  readonly #closed: (hole: NumberHole) => void;

  /** @param closed is called once for each hole, at the latest in {@link end}. */
  constructor(closed: (hole: NumberHole) => void) {
    this.#closed = closed;
  }

  /** Whether the number is the one after the highest so far, or the first one. */
  add(number: number, time: number): boolean {
    if (number === this.highest + 1) {
      this.highest = number;
      this.#highestTime = time;
      return true;
    }
    return this.#addElsewhere(number, time);
  }

  end(): void {
    for (const hole of this.#open) this.#closed(hole);
    this.#open = [];
  }

  #addElsewhere(number: number, time: number): boolean {
    if (!Number.isInteger(number)) return false;
    if (Number.isNaN(this.highest)) {
      this.lowest = this.highest = number;
      this.#lowestTime = this.#highestTime = time;
      return true;
    }
    if (number > this.highest) {
      this.#open.push({ from: this.highest + 1, to: number - 1, before: this.#highestTime, after: time });
      this.highest = number;
      this.#highestTime = time;
    } else if (number < this.lowest) {
      if (number + 1 < this.lowest) {
        this.#open.unshift({ from: number + 1, to: this.lowest - 1, before: time, after: this.#lowestTime });
      }
      this.lowest = number;
      this.#lowestTime = time;
    } else if (this.#open.length > 0) this.#fill(number, time);
    if (this.#open.length > MOST_OPEN)
      for (const hole of this.#open.splice(0, MOST_OPEN / 2)) this.#closed(hole);
    return false;
  }

  #fill(number: number, time: number): void {
    let [low, high] = [0, this.#open.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#open[middle]?.to ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    const hole = this.#open[low];
    if (hole === undefined || number < hole.from || number > hole.to) return;
    const rest: NumberHole[] = [];
    if (number > hole.from) rest.push({ ...hole, to: number - 1, after: time });
    if (number < hole.to) rest.push({ ...hole, from: number + 1, before: time });
    this.#open.splice(low, 1, ...rest);
  }
}
