/** A span of bytes, both ends included. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of a large object that nobody has taken yet. Whoever reads the object from its beginning takes
 * them from the front and so goes on in one request; helpers take them from the back, each with a request of
 * its own. A helper that fails gives its part back.
 */
export class Parts {
  readonly #free: Part[] = [];

  constructor(total: number, partBytes: number) {
    for (let from = 0; from < total; from += partBytes) {
      this.#free.push({ from, to: Math.min(from + partBytes, total) - 1 });
    }
  }

  get count(): number {
    return this.#free.length;
  }

  /** Takes the part that begins at an offset, if it is free. */
  takeAt(offset: number): Part | undefined {
    return this.#free[0]?.from === offset ? this.#free.shift() : undefined;
  }

  takeFirst(): Part | undefined {
    return this.#free.shift();
  }

  takeLast(): Part | undefined {
    return this.#free.pop();
  }

  giveBack(part: Part): void {
    this.#free.push(part);
    this.#free.sort((a, b) => a.from - b.from);
  }
}
