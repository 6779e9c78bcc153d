import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import type { DuckdbWriterOptions } from '../../parquet/open-duckdb.ts';
import type { MonthOrder, MonthReport } from '../order/month-order.ts';
import type { BuiltPartition } from '../partition/built-partition.ts';
import { MonthThread, type ThreadBuildOptions } from './month-thread.ts';

/** Threads that build months, so that the thread which starts them stays free for other work. */
export interface MonthThreads {
  /** Name and version of the writer, part of the identity of partitions. */
  readonly version: string;
  /**
   * Builds an order as `buildMonth` does, once a thread is free. Rejects with a TapehaulError `table_failed` when the thread is lost. A caller
   * that leaves before the end loses that thread; the next order starts another.
   */
  build(order: MonthOrder, options: ThreadBuildOptions): AsyncGenerator<BuiltPartition, MonthReport, void>;
  /** Ends all threads; what they build is abandoned. */
  close(): Promise<void>;
}

/** How many threads build, and what each may use: its memory is beside that of the other ones. */
export interface MonthThreadsOptions extends DuckdbWriterOptions {
  /** Orders built at once, 1 by default. Each thread starts with the first order that needs it. */
  readonly builders?: number;
}

/** Starts a thread with a writer of its own. Rejects with a TapehaulError `table_writer_missing` where DuckDB does not run. */
export async function startMonthThreads({
  builders = 1,
  ...writer
}: MonthThreadsOptions): Promise<MonthThreads> {
  const first = await MonthThread.start({ writer });
  const idle = [first];
  const all = new Set(idle);
  const waiting: (() => void)[] = [];
  let started = 1;
  let isClosed = false;

  /** A thread that is free, or another one where more may be started. Rejects once the signal aborts. */
  async function free(signal: AbortSignal): Promise<MonthThread> {
    while (idle.length === 0 && started >= builders && !isClosed) {
      if (signal.aborted) throw stoppedBy(signal);
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => resolve();
      waiting.push(wake);
      signal.addEventListener('abort', wake);
      await promise;
      signal.removeEventListener('abort', wake);
    }
    if (isClosed) throw new TapehaulError('internal', 'the threads that build tables are closed');
    const ready = idle.pop();
    if (ready !== undefined) return ready;
    started += 1;
    try {
      const thread = await MonthThread.start({ writer });
      all.add(thread);
      return thread;
    } catch (error) {
      started -= 1;
      throw error;
    }
  }

  function giveBack(thread: MonthThread): void {
    if (thread.isLost) {
      all.delete(thread);
      started -= 1;
    } else idle.push(thread);
    for (const wake of waiting.splice(0)) wake();
  }

  return {
    version: first.version,
    async *build(order, options) {
      const thread = await free(options.signal);
      try {
        return yield* thread.build(order, options);
      } finally {
        giveBack(thread);
      }
    },
    async close() {
      isClosed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...all].map((thread) => thread.end()));
    },
  };
}
