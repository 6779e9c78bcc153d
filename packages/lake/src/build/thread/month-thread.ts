import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { revivedError } from '../../source/revived-error.ts';
import type { BuildOptions } from '../build-month.ts';
import type { MonthOrder, MonthReport } from '../order/month-order.ts';
import type { BuiltPartition } from '../partition/built-partition.ts';
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './thread-messages.ts';

/** The program beside this module, under the name that it has in sources or in the package. A bundle replaces it: packages/lake/table-thread.mjs. */
const PROGRAM = new URL(`./serve-months${import.meta.url.slice(-3)}`, import.meta.url);

/** How long the end of the process waits for DuckDB in all threads, which stops within milliseconds unless the disk hangs. */
const LONGEST_END_MS = 2_000;

/** How an order is built in a thread. */
export type ThreadBuildOptions = Omit<BuildOptions, 'writer'>;

/** A thread that builds one order at a time. It does not keep the process alive while it has none. */
export class MonthThread {
  readonly #worker: Worker;
  readonly #exited: Promise<unknown>;
  readonly #ended = new Int32Array(new SharedArrayBuffer(4));
  #version = '';
  #isLost = false;

  private constructor(start: Omit<ThreadStart, 'ended'>) {
    // From sources, packages of this repository are found by this condition; other options of the process are of no use.
    const execArgv = PROGRAM.pathname.endsWith('.ts') ? ['--conditions=@tapehaul/source'] : [];
    this.#worker = new Worker(PROGRAM, { execArgv, workerData: { ...start, ended: this.#ended } });
    this.#worker.on('error', () => {
      this.#isLost = true;
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (status) => {
        this.#isLost = true;
        resolve(status);
      });
    });
  }

  /** Starts a thread, which loads DuckDB. Rejects with a TapehaulError when it cannot. */
  static async start(start: Omit<ThreadStart, 'ended'>): Promise<MonthThread> {
    const thread = new MonthThread(start);
    for await (const answer of thread.#answers()) {
      if (answer.kind === 'failed') {
        await thread.end();
        throw revivedError(answer.error);
      }
      if (answer.kind === 'ready') thread.#version = answer.version;
      break;
    }
    thread.#worker.unref();
    return thread;
  }

  /** Name and version of its writer. */
  get version(): string {
    return this.#version;
  }

  /** Whether it has ended, and builds nothing more. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Builds an order as `buildMonth` does. Ends only once the thread is free for another order. */
  async *build(
    order: MonthOrder,
    { signal, durability = 'file', onDay = () => {} }: ThreadBuildOptions,
  ): AsyncGenerator<BuiltPartition, MonthReport, void> {
    if (signal.aborted) throw stoppedBy(signal);
    const stop = (): void => this.#send({ kind: 'stop' });
    const answers = this.#answers();
    this.#worker.ref();
    signal.addEventListener('abort', stop, { once: true });
    MonthThread.#keepUntilExit(this);
    let isBusy = true;
    try {
      this.#send({ kind: 'build', order, durability });
      for await (const answer of answers) {
        if (answer.kind === 'day') onDay(answer.day);
        else if (answer.kind === 'partition') yield answer.partition;
        else if (answer.kind === 'report') {
          isBusy = false;
          const faults = answer.report.faults.map(({ key, error }) => ({ key, error: revivedError(error) }));
          return { ...answer.report, faults };
        } else if (answer.kind === 'failed') {
          if (this.#isLost) break;
          isBusy = false;
          throw signal.aborted ? stoppedBy(signal) : revivedError(answer.error);
        }
      }
      throw signal.aborted ? stoppedBy(signal) : lost();
    } finally {
      signal.removeEventListener('abort', stop);
      if (isBusy) await this.end();
      MonthThread.#building.delete(this);
      this.#worker.unref();
    }
  }

  /**
   * Ends the thread; what it builds is abandoned. It ends by itself, once DuckDB has stopped: `terminate` in the middle of work of DuckDB
   * ends the whole process with SIGABRT.
   */
  async end(): Promise<void> {
    this.#send({ kind: 'end' });
    this.#isLost = true;
    // Or the process could end before the thread has.
    this.#worker.ref();
    await this.#exited;
  }

  static readonly #building = new Set<MonthThread>();
  static #isWatching = false;

  /** Where the process ends in the middle of a build: waits until DuckDB has stopped, for the reason that {@link end} gives. */
  static #keepUntilExit(thread: MonthThread): void {
    MonthThread.#building.add(thread);
    if (MonthThread.#isWatching) return;
    MonthThread.#isWatching = true;
    process.on('exit', () => {
      for (const each of MonthThread.#building) each.#send({ kind: 'end' });
      const until = performance.now() + LONGEST_END_MS;
      for (const each of MonthThread.#building) {
        Atomics.wait(each.#ended, 0, 0, Math.max(0, until - performance.now()));
      }
    });
  }

  #send(request: ThreadRequest): void {
    if (!this.#isLost) this.#worker.postMessage(request);
  }

  async *#answers(): AsyncGenerator<ThreadAnswer, void, void> {
    try {
      for await (const [answer] of on(this.#worker, 'message', { close: ['exit'] })) yield answer;
    } catch (cause) {
      throw lost(cause);
    }
  }
}

function lost(cause?: unknown): TapehaulError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new TapehaulError('table_failed', `the thread that built a table ended${reason}`, {
    cause,
    hint: 'Run the same command again. If it happens again, let it use less memory or fewer threads.',
  });
}
