/**
 * How much of a file there is from its beginning on without a gap, of parts that arrive in any order. Each part is added
 * once; memory grows with the number of parts behind the first gap.
 */
export class Front {
  #end = 0;
  /** Parts behind the first gap: where each ends, by where it begins. */
  readonly #ahead = new Map<number, number>();

  /** Bytes from the beginning. */
  get end(): number {
    return this.#end;
  }

  /** Adds the bytes from an offset on, up to before another one. */
  add(from: number, to: number): void {
    if (to <= from) return;
    this.#ahead.set(from, to);
    for (let next = this.#ahead.get(this.#end); next !== undefined; next = this.#ahead.get(this.#end)) {
      this.#ahead.delete(this.#end);
      this.#end = next;
    }
  }
}
