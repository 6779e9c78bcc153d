import type { Queue } from './group-writer.ts';

/** Rows by their key. */
export class KeyedQueue<Value> implements Queue {
  readonly waiting = new Map<string, Value>();
  readonly #write: (value: Value, key: string) => void;

  constructor(write: (value: Value, key: string) => void) {
    this.#write = write;
  }

  get size(): number {
    return this.waiting.size;
  }

  write(): void {
    for (const [key, value] of this.waiting) this.#write(value, key);
  }

  clear(): void {
    this.waiting.clear();
  }
}

/** Writes in the order in which they were handed in. */
export class ListQueue implements Queue {
  readonly #writes: (() => void)[] = [];

  get size(): number {
    return this.#writes.length;
  }

  add(write: () => void): void {
    this.#writes.push(write);
  }

  write(): void {
    for (const write of this.#writes) write();
  }

  clear(): void {
    this.#writes.length = 0;
  }
}
