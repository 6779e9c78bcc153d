import { availableParallelism } from 'node:os';
import pLimit, { type LimitFunction } from 'p-limit';
import { inTurn } from '../transfer/in-turn.ts';
import { type FileJob, type FileSums, sumsHere } from './file-sums.ts';
import { Follower, type Following } from './follower.ts';
import { IdleLoop } from './idle-loop.ts';
import { Thread } from './thread.ts';

/** Bytes that are proved in the time that a thread takes to start, 40 ms of CPU. */
const WORTH_A_START = 4 * 2 ** 20;
/** Threads lost before no other is started: something kills them all. */
const MOST_LOST = 3;

/** As many threads as leave a core to the main thread; at least one. */
function defaultThreads(): number {
  return Math.max(1, availableParallelism() - 1);
}

/**
 * Takes the sums of files in threads, one file each at a time. Threads start when there is work that is worth it, and live until the pool is closed.
 * Without a thread, or when one is lost, the main thread takes the sums.
 */
export class ThreadPool {
  readonly #size: number;
  /** Says when the core of the main thread is to spare; undefined where the number of threads was given. */
  readonly #main: IdleLoop | undefined;
  readonly #limit: LimitFunction;
  readonly #idle: Thread[] = [];
  readonly #threads = new Set<Thread>();
  readonly #waiting = new Set<() => void>();
  readonly #following: Following = { behind: 0, threadFor: (bytes) => this.#threadToFollow(bytes) };
  /** Bytes of all files so far. */
  #bytes = 0;
  #lost = 0;
  #files = 0;
  #closed = false;

  /** By default there are as many threads as leave a core to the main thread, and one more while that mostly waits. */
  constructor(size?: number, main: IdleLoop = new IdleLoop()) {
    this.#size = size ?? defaultThreads();
    this.#main = size === undefined ? main : undefined;
    this.#limit = pLimit(1);
  }

  /** Threads that run. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Files that threads follow while they are written. */
  get following(): number {
    return [...this.#threads].reduce((sum, thread) => sum + thread.following, 0);
  }

  /** Files whose sums threads have taken. */
  get files(): number {
    return this.#files;
  }

  /**
   * The sums of a file of that many bytes. Rejects with the error of the file system when it cannot be read, and soon once the
   * signal aborts.
   */
  async sums(job: FileJob, bytes: number, signal: AbortSignal): Promise<FileSums> {
    if (this.#mayUseThreads(bytes)) {
      const sums = await inTurn(this.#limit, signal, () => this.#inThread(job, signal));
      // Files in line may wait long after the last one came: the main thread may be idle by now.
      this.#mayUseThreads(0);
      this.#notify();
      if (sums !== undefined) return sums;
    }
    signal.throwIfAborted();
    // Whatever hinders a thread, the same read here succeeds, or fails as it does for any other file.
    return sumsHere(job, signal);
  }

  /**
   * Resolves once fewer files wait for a thread than would keep each busy for one more turn: files that are fetched faster than
   * they are proved would only fill the staging directory. Rejects when the signal aborts.
   */
  async room(signal: AbortSignal): Promise<void> {
    // Without threads no file waits for one.
    while (this.#size > 0 && this.#limit.pendingCount >= this.#size && !this.#closed) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const stop = (): void => reject(signal.reason);
      signal.addEventListener('abort', stop);
      this.#waiting.add(resolve);
      await promise.finally(() => {
        this.#waiting.delete(resolve);
        signal.removeEventListener('abort', stop);
      });
    }
  }

  /** Hashes a file while it is written to a path; without `hashes` it leaves that to {@link ThreadPool.sums}. */
  follow(path: string, { hashes = true } = {}): Follower {
    return new Follower(path, hashes ? this.#following : { behind: 0, threadFor: () => undefined });
  }

  /** Ends all threads; what they had in hand and what comes later is left to the main thread. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#notify();
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #notify(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Counts bytes to prove, and lets as many threads work as those so far are worth starting and the main thread leaves room for. */
  #mayUseThreads(bytes: number): boolean {
    this.#bytes += bytes;
    const most = this.#main?.isIdle === true ? this.#size + 1 : this.#size;
    const threads = Math.min(most, Math.floor(this.#bytes / WORTH_A_START));
    if (threads < 1 || this.#closed || this.#lost >= MOST_LOST) return false;
    this.#limit.concurrency = threads;
    return true;
  }

  /** The thread that follows the fewest files, or another one while there may be more. */
  #threadToFollow(bytes: number): Thread | undefined {
    if (!this.#mayUseThreads(bytes)) return undefined;
    const alive = [...this.#threads].filter(({ lost }) => !lost);
    const [least] = alive.sort((a, b) => a.following - b.following);
    if (least !== undefined && (least.following === 0 || alive.length >= this.#limit.concurrency))
      return least;
    try {
      const thread = this.#start();
      this.#idle.push(thread);
      return thread;
    } catch {
      this.#lost += 1;
      return least;
    }
  }

  /** Undefined when no thread could do it. */
  async #inThread(job: FileJob, signal: AbortSignal): Promise<FileSums | undefined> {
    if (this.#closed) return undefined;
    let thread: Thread | undefined;
    try {
      thread = this.#idle.pop() ?? this.#start();
      const sums = await thread.sums(job, signal);
      this.#files += 1;
      return sums;
    } catch {
      return undefined;
    } finally {
      if (thread === undefined) this.#lost += 1;
      else if (thread.lost) this.#forget(thread);
      else this.#idle.push(thread);
    }
  }

  #start(): Thread {
    const thread = new Thread();
    this.#threads.add(thread);
    return thread;
  }

  #forget(thread: Thread): void {
    this.#threads.delete(thread);
    this.#lost += 1;
  }
}
