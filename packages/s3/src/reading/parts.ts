/** A span of bytes, both ends included. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * The parts of a large object that are not taken yet. The reader that starts at its beginning takes
 * them from the front and so continues in one request; helpers take them from the back, each with a request of
 * its own. A helper that fails gives its part back. Memory does not depend on the size, which is what a server says.
 */
export class Parts {
  readonly #partBytes: number;
  readonly #total: number;
  /** Offset of the first part that was never taken, and the end of the last one. */
  #front = 0;
  #back: number;
  /** Parts that were given back, by their offset; no more than there are helpers. */
  readonly #returned: Part[] = [];

  constructor(total: number, partBytes: number) {
    this.#total = total;
    this.#back = total;
    this.#partBytes = partBytes;
  }

  get count(): number {
    const untaken = this.#back - this.#front;
    return this.#returned.length + Math.ceil(untaken / this.#partBytes);
  }

  /** Takes the part that begins at an offset, if it is free and none before it is. */
  takeAt(offset: number): Part | undefined {
    return this.#firstOffset() === offset ? this.takeFirst() : undefined;
  }

  takeFirst(): Part | undefined {
    const [returned] = this.#returned;
    if (returned !== undefined && returned.from === this.#firstOffset()) return this.#returned.shift();
    if (this.#front >= this.#back) return undefined;
    const from = this.#front;
    this.#front = Math.min(from + this.#partBytes, this.#back);
    return { from, to: this.#front - 1 };
  }

  takeLast(): Part | undefined {
    const returned = this.#returned.at(-1);
    const isUntaken = this.#front < this.#back;
    if (returned !== undefined && !(isUntaken && returned.from < this.#back)) return this.#returned.pop();
    if (!isUntaken) return undefined;
    const to = this.#back - 1;
    this.#back = Math.max(this.#front, Math.floor(to / this.#partBytes) * this.#partBytes);
    return { from: this.#back, to };
  }

  giveBack(part: Part): void {
    this.#returned.push(part);
    this.#returned.sort((a, b) => a.from - b.from);
  }

  /** Where the first free part begins; behind the object when none is free. */
  #firstOffset(): number {
    const untaken = this.#front < this.#back ? this.#front : this.#total;
    return Math.min(this.#returned[0]?.from ?? this.#total, untaken);
  }
}
