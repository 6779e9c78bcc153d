import { Worker } from 'node:worker_threads';
import type { FileJob, FileSums } from './file-sums.ts';
import { PROGRAM } from './program.ts';

/** What a thread answers to a job. */
type Answer = { readonly id: number } & (FileSums | { readonly failed: string });

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
    this.#worker.on('message', (answer: Answer) => this.#answer.resolve(answer));
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
    this.#worker.ref();
    try {
      this.#worker.postMessage({ id, ...job });
      const answer = await this.#answer.promise;
      signal.throwIfAborted();
      if ('failed' in answer) throw new Error(answer.failed);
      return answer;
    } finally {
      this.#worker.unref();
      signal.removeEventListener('abort', stop);
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #lose(error: unknown): void {
    this.#lost = true;
    this.#answer.promise.catch(() => {});
    this.#answer.reject(error);
  }
}
