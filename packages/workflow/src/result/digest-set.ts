import { hash } from 'node:crypto';

/** Names of which only it is known whether they were added: a million of them take some 60 MB, however long they are. */
export class DigestSet {
  readonly #digests = new Set<string>();

  has(name: string): boolean {
    return this.#digests.has(digestOf(name));
  }

  /** Adds a name; false when it was there before. */
  add(name: string): boolean {
    const before = this.#digests.size;
    return this.#digests.add(digestOf(name)).size > before;
  }
}

function digestOf(name: string): string {
  return hash('sha1', name, 'buffer').toString('latin1');
}
