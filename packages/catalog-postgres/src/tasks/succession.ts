/**
 * Adds up items that follow each other and differ in their amounts alone: what finds the sums that they belong to runs once for
 * all of them, and not for each file.
 */
export class Succession<Item extends object> {
  readonly #merge: (sum: Item, item: Readonly<Item>) => boolean;
  readonly #give: (sum: Readonly<Item>) => void;
  #sum: Item | undefined;

  /** `merge` adds an item to a sum where they are alike, and gives whether they are; `give` receives each sum once. */
  constructor(merge: (sum: Item, item: Readonly<Item>) => boolean, give: (sum: Readonly<Item>) => void) {
    this.#merge = merge;
    this.#give = give;
  }

  add(item: Readonly<Item>): void {
    if (this.#sum !== undefined && this.#merge(this.#sum, item)) return;
    this.end();
    this.#sum = { ...item };
  }

  /** Gives the last sum; to be called before sums are read. */
  end(): void {
    const sum = this.#sum;
    this.#sum = undefined;
    if (sum !== undefined) this.#give(sum);
  }
}
