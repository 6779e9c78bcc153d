import type { FileHasher } from '../engine/engine.ts';
import type { Thread } from './thread.ts';

/** Bytes that a thread is to hash at once: an aborted download leaves it busy for no longer than those take. */
const STEP = 4 * 2 ** 20;
/** Bytes that are worth a step before the file is whole: each takes time of this thread, too. */
const LEAST_STEP = 2 ** 20;
/** Bytes of all files together that may be written and not hashed before their senders wait; they are read from the page cache. */
const MOST_BEHIND = 64 * 2 ** 20;

/** Where files that are followed get threads from, and how far these are behind. */
export interface Following {
  /** A thread for a file of which that many bytes more were written; undefined where none is worth it or available. */
  threadFor(bytes: number): Thread | undefined;
  /** Bytes of all files together that are written and not hashed. */
  behind: number;
}

/**
 * Hashes a file while it is written: a thread reads behind the writer, from the page cache, in order. Nothing here
 * rejects: what hinders a thread only means that the digest is not known.
 */
export class Follower implements FileHasher {
  readonly #path: string;
  readonly #all: Following;
  #thread: Thread | undefined;
  /** Names the file to its thread; another one whenever it is begun anew. */
  #id = 0;
  #written = 0;
  #hashed = 0;
  /** What it adds to the bytes of all files that are not hashed. */
  #behind = 0;
  #step: Promise<void> | undefined;
  #isLost = false;

  constructor(path: string, all: Following) {
    this.#path = path;
    this.#all = all;
  }

  begin(): void {
    this.drop();
    this.#written = 0;
    this.#hashed = 0;
    this.#isLost = false;
  }

  written(bytes: number): 'more' | Promise<void> {
    if (this.#isLost) return 'more';
    const grown = bytes - this.#written;
    this.#written = bytes;
    this.#attach(grown);
    this.#count();
    if (this.#written - this.#hashed >= LEAST_STEP && this.#step === undefined) {
      this.#step = this.#catchUp(LEAST_STEP).finally(() => {
        this.#step = undefined;
      });
    }
    return this.#isFarBehind ? this.#whileFarBehind() : 'more';
  }

  /** The digest of the file, when it has that many bytes, as 64 hex digits; null where no thread has hashed it. */
  async digest(bytes: number): Promise<string | null> {
    await this.#step;
    if (this.#written === bytes) await this.#catchUp(1);
    const thread = this.#thread;
    if (thread === undefined || this.#isLost || this.#hashed !== bytes) {
      this.drop();
      return null;
    }
    this.#thread = undefined;
    return thread.digest(this.#id).catch(() => null);
  }

  /** Gives the file up; its digest is not known until it is begun anew. */
  drop(): void {
    this.#thread?.drop(this.#id);
    this.#thread = undefined;
    this.#isLost = true;
    this.#count();
  }

  get #isFarBehind(): boolean {
    return this.#step !== undefined && this.#all.behind >= MOST_BEHIND;
  }

  async #whileFarBehind(): Promise<void> {
    while (this.#isFarBehind) await this.#step;
  }

  /** Has what is written hashed, for as long as it is that much. */
  async #catchUp(least: number): Promise<void> {
    for (;;) {
      const [thread, id] = [this.#thread, this.#id];
      if (thread === undefined || this.#written - this.#hashed < least) return;
      const to = Math.min(this.#written, this.#hashed + STEP);
      const isHashed = await thread.hashTo(id, this.#path, to).then(
        () => true,
        () => false,
      );
      // Begun anew meanwhile, or given up.
      if (thread !== this.#thread || id !== this.#id) return;
      if (!isHashed) return this.drop();
      this.#hashed = to;
      this.#count();
    }
  }

  #attach(bytes: number): void {
    if (this.#thread !== undefined) return;
    this.#thread = this.#all.threadFor(bytes);
    if (this.#thread !== undefined) this.#id = this.#thread.nextFile();
  }

  #count(): void {
    const behind = this.#thread === undefined ? 0 : this.#written - this.#hashed;
    this.#all.behind += behind - this.#behind;
    this.#behind = behind;
  }
}
