import { hash } from 'node:crypto';

/** Words of 32 bits that are kept of each digest: names that share 95 bits of SHA-1 do not occur. */
const WORDS = 3;
/** Names that a set has room for at first. */
const FIRST = 1_024;

/**
 * Names of which only it is known whether they were added. Their digests stand in one table outside the heap of V8: a million
 * of them take 25 MB, however long they are.
 */
export class DigestSet {
  /** Open addressing: a digest stands in its slot or in the next free one. A slot whose first word is 0 is free. */
  #slots = new Uint32Array(2 * FIRST * WORDS);
  #count = 0;

  has(name: string): boolean {
    return this.#slots[slotOf(this.#slots, digestOf(name))] !== 0;
  }

  /** Adds a name; false when it was there before. */
  add(name: string): boolean {
    const digest = digestOf(name);
    const slot = slotOf(this.#slots, digest);
    if (this.#slots[slot] !== 0) return false;
    this.#slots.set(digest, slot);
    this.#count += 1;
    if (2 * this.#count * WORDS >= this.#slots.length) this.#grow();
    return true;
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    for (let at = 0; at < this.#slots.length; at += WORDS) {
      if (this.#slots[at] === 0) continue;
      const digest = this.#slots.subarray(at, at + WORDS);
      slots.set(digest, slotOf(slots, digest));
    }
    this.#slots = slots;
  }
}

/** Where a digest stands in a table, or would stand; the table always has free slots. */
function slotOf(slots: Uint32Array, digest: Uint32Array): number {
  const [first = 0, second, third] = digest;
  const all = slots.length / WORDS;
  for (let slot = (first >>> 1) % all; ; slot = (slot + 1) % all) {
    const at = slot * WORDS;
    if (slots[at] === 0) return at;
    if (slots[at] === first && slots[at + 1] === second && slots[at + 2] === third) return at;
  }
}

function digestOf(name: string): Uint32Array {
  const bytes = hash('sha1', name, 'buffer');
  const digest = new Uint32Array(WORDS);
  for (let word = 0; word < WORDS; word++) digest[word] = bytes.readUInt32LE(4 * word);
  digest[0] = (digest[0] ?? 0) | 1;
  return digest;
}
