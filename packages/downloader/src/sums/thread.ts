import { Worker } from 'node:worker_threads';
import type { FileJob, FileSums } from './file-sums.ts';
import { PROGRAM } from './program.ts';

/** What a thread answers to a job. */
type Answer = { readonly id: number } & (FileSums | { readonly failed: string });

/** What a thread answers about a file that it follows. */
interface Followed {
  readonly follow: number;
  readonly sha256?: string;
  readonly failed?: string;
}

/** Most megabytes of JavaScript objects in a thread, young and old ones: its buffers lie elsewhere. */
const LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

/**
 * A thread that takes the sums of one file at a time. It does not keep the process alive while it has no job. Throws what
 * hinders the start of a thread.
 */
export class Thread {
  readonly #worker: Worker;
  /** The highest number of a job that was given up; the thread reads it before each chunk. */
  readonly #stopped = new Int32Array(new SharedArrayBuffer(4));
  #jobs = 0;
  #files = 0;
  /** Answers that are waited for; while there are any the thread keeps the process alive. */
  #awaited = 0;
  /** Files that it follows, each with the answer that is waited for. */
  readonly #followed = new Map<number, PromiseWithResolvers<Followed>>();
  #answer = Promise.withResolvers<Answer>();
  #lost = false;

  constructor() {
    // Options of the process, such as its loaders, are of no use to so small a program.
    this.#worker = new Worker(PROGRAM, {
      eval: true,
      execArgv: [],
      workerData: this.#stopped.buffer,
      resourceLimits: LIMITS,
    });
    this.#worker.on('message', (answer: Answer | Followed) => {
      if ('follow' in answer) this.#followed.get(answer.follow)?.resolve(answer);
      else this.#answer.resolve(answer);
    });
    this.#worker.on('error', (error) => this.#lose(error));
    this.#worker.on('exit', (code) => this.#lose(new Error(`the thread ended with status ${code}`)));
    this.#worker.unref();
  }

  /** Whether it has ended, and takes no more jobs. */
  get lost(): boolean {
    return this.#lost;
  }

  /**
   * The sums of a file. Rejects when the thread ends or the file cannot be read, and soon once the signal aborts: either way the
   * thread no longer reads it by then.
   */
  async sums(job: FileJob, signal: AbortSignal): Promise<FileSums> {
    signal.throwIfAborted();
    if (this.#lost) throw new Error('the thread has ended');
    const id = ++this.#jobs;
    const stop = (): void => void Atomics.store(this.#stopped, 0, id);
    signal.addEventListener('abort', stop);
    this.#answer = Promise.withResolvers();
    this.#hold();
    try {
      this.#worker.postMessage({ id, ...job });
      const answer = await this.#answer.promise;
      signal.throwIfAborted();
      if ('failed' in answer) throw new Error(answer.failed);
      return answer;
    } finally {
      this.#release();
      signal.removeEventListener('abort', stop);
    }
  }

  /** A number for a file that is to be followed. */
  nextFile(): number {
    this.#files += 1;
    return this.#files;
  }

  /** Files that it follows at the moment, if it hashes any. */
  get following(): number {
    return this.#followed.size;
  }

  /** Hashes a file from where it was hashed up to before, up to an offset. Rejects when it cannot be read, or the thread ends. */
  async hashTo(follow: number, path: string, to: number): Promise<void> {
    await this.#request({ follow, kind: 'to', path, to });
  }

  /** The digest of what was hashed of a file, which it follows no further. Rejects when the thread ends. */
  async digest(follow: number): Promise<string | null> {
    try {
      return (await this.#request({ follow, kind: 'digest' })).sha256 ?? null;
    } finally {
      this.#followed.delete(follow);
    }
  }

  /** Follows a file no further. */
  drop(follow: number): void {
    const answer = this.#followed.get(follow);
    answer?.promise.catch(() => {});
    answer?.reject(new Error('dropped'));
    this.#followed.delete(follow);
    if (!this.#lost) this.#worker.postMessage({ follow, kind: 'drop' });
  }

  async #request(message: { readonly follow: number; readonly [name: string]: unknown }): Promise<Followed> {
    if (this.#lost) throw new Error('the thread has ended');
    const answer = Promise.withResolvers<Followed>();
    this.#followed.set(message.follow, answer);
    this.#hold();
    try {
      this.#worker.postMessage(message);
      const followed = await answer.promise;
      if (followed.failed !== undefined) throw new Error(followed.failed);
      return followed;
    } finally {
      this.#release();
    }
  }

  #hold(): void {
    if (this.#awaited === 0) this.#worker.ref();
    this.#awaited += 1;
  }

  #release(): void {
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#worker.unref();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #lose(error: unknown): void {
    this.#lost = true;
    this.#answer.promise.catch(() => {});
    this.#answer.reject(error);
    for (const answer of this.#followed.values()) {
      answer.promise.catch(() => {});
      answer.reject(error);
    }
    this.#followed.clear();
  }
}
