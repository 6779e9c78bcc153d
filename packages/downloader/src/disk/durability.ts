import { setTimeout as sleep } from 'node:timers/promises';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { FileSync } from './file-sync.ts';
import { FileSystemSync } from './file-system-sync.ts';

/**
 * When files are made to outlive a power cut: in groups, each by itself, or never. In a group one sync of the
 * file system serves hundreds of files; a file then waits up to a second for its turn.
 */
export type Durability = 'group' | 'file' | 'none';

/** Files of a full group; while the one before is synced, it grows on. */
const GROUP_SIZE = 256;
/** Bytes of a full group: the disk writes them while the next files come, not all of them after the last. */
const GROUP_BYTES = 64 * 2 ** 20;
/** Files that wait in two groups, one that is synced and one that fills. */
export const GROUPED_AT_ONCE = 2 * GROUP_SIZE;
/** A group is closed when no file joined for this long, in milliseconds. */
const QUIET_MS = 50;
/** A group that has been open for longer than this, in milliseconds, is closed by the next file that joins. */
const LONGEST_WAIT_MS = 1_000;
/** How long the disk may still take once work is stopped, in milliseconds. */
const GRACE_MS = 1_500;

interface Member {
  readonly path: string;
  readonly signal: AbortSignal | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

/** Makes files below a root durable, in the way that was chosen. */
export class DurabilityGroup {
  readonly #fileSystem: FileSystemSync;
  readonly #files: FileSync;
  readonly #mode: Durability;
  #members: Member[] = [];
  /** Bytes of the members, as far as they were given. */
  #bytes = 0;
  #opened = 0;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> = Promise.resolve();
  #inProgress = 0;
  /** Files that wait, in any group. */
  readonly #waiting = new Set<Member>();
  readonly #watched = new WeakSet<AbortSignal>();
  #isGivenUp = false;

  constructor(root: string, mode: Durability) {
    this.#fileSystem = new FileSystemSync(root);
    this.#files = new FileSync(root);
    this.#mode = mode;
  }

  /**
   * Resolves once the file at a path and its sidecar are durable; rejects with the error of the file system, and with a
   * TapehaulError `cancelled` when the disk takes too long after the signal aborts. `bytes` is the size of a file that is
   * large, as far as it is known.
   */
  async add(path: string, signal?: AbortSignal, bytes = 0): Promise<void> {
    if (this.#mode === 'none') return;
    await new Promise<void>((resolve, reject) => {
      const member: Member = { path, signal, resolve, reject };
      this.#waiting.add(member);
      if (signal !== undefined) this.#watch(signal);
      if (this.#mode === 'file') return void this.#syncEach([member]);
      if (this.#members.push(member) === 1) this.#opened = performance.now();
      this.#bytes += bytes;
      if (this.#isFull && this.#inProgress === 0) this.#close();
      else this.#wait();
    });
  }

  /**
   * Frees what is held, once all that joined is durable; a disk that takes too long is not waited for, and what waits is
   * rejected with a TapehaulError `cancelled`.
   */
  async close(): Promise<void> {
    if (this.#members.length > 0) this.#close();
    if (this.#inProgress > 0) {
      const stop = new AbortController();
      await Promise.race([this.#syncing, sleep(GRACE_MS, undefined, { signal: stop.signal, ref: false })]);
      stop.abort();
    }
    this.#giveUp(() => true, new TapehaulError('cancelled', 'the disk did not finish writing in time'));
    this.#isGivenUp = true;
    this.#fileSystem.close();
  }

  /** Lets what waits with a signal give up, some time after it has aborted. */
  #watch(signal: AbortSignal): void {
    if (this.#watched.has(signal)) return;
    this.#watched.add(signal);
    const giveUpSoon = (): void => {
      setTimeout(() => {
        this.#watched.delete(signal);
        this.#giveUp((member) => member.signal === signal, stoppedBy(signal));
      }, GRACE_MS).unref();
    };
    if (signal.aborted) giveUpSoon();
    else signal.addEventListener('abort', giveUpSoon, { once: true });
  }

  #giveUp(isMeant: (member: Member) => boolean, error: TapehaulError): void {
    for (const member of [...this.#waiting].filter(isMeant)) this.#settle(member, () => member.reject(error));
  }

  #settle(member: Member, settle: () => void): void {
    this.#waiting.delete(member);
    settle();
  }

  get #isFull(): boolean {
    return this.#members.length >= GROUP_SIZE || this.#bytes >= GROUP_BYTES;
  }

  #wait(): void {
    if (performance.now() - this.#opened > LONGEST_WAIT_MS) this.#close();
    else if (this.#timer === undefined) this.#timer = setTimeout(() => this.#close(), QUIET_MS);
    else this.#timer.refresh();
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const members = this.#members;
    this.#members = [];
    this.#bytes = 0;
    this.#inProgress += 1;
    this.#syncing = this.#syncing
      .then(() => this.#fileSystem.sync())
      .catch(() => false)
      .then(async (synced) => {
        if (synced) for (const member of members) this.#settle(member, member.resolve);
        else if (!this.#isGivenUp) await this.#syncEach(members);
      })
      .finally(() => {
        this.#inProgress -= 1;
        if (this.#isFull) this.#close();
      });
  }

  /** Makes members durable without a sync of the file system. */
  async #syncEach(members: readonly Member[]): Promise<void> {
    const results = await this.#files.sync(members.map(({ path }) => path));
    for (const [index, member] of members.entries()) {
      const result = results[index];
      if (result?.status === 'rejected') this.#settle(member, () => member.reject(result.reason));
      else this.#settle(member, member.resolve);
    }
  }
}
