import type { Engine, Received, Transfer } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { type Job, runBatch } from './batch.ts';
import { quoteArgument } from './quote.ts';
import type { S5cmdOptions } from './source.ts';

/** How long a batch that is not full waits for company, in milliseconds. */
const LINGER = 15;

/**
 * The s5cmd engine: gathers transfers into batch files of at most `batchSize` lines and runs each through
 * one s5cmd process. Its results come as the lines come, so proof and publication of one file do not wait
 * for the rest of its batch.
 */
export function s5cmdEngine(options: S5cmdOptions): Engine {
  const { batchSize, parallelBatches = 1 } = options;
  const waiting: Job[] = [];
  const running = new Map<Promise<void>, AbortController>();
  const paths = new Set<string>();
  let linger: NodeJS.Timeout | undefined;
  let closed = false;

  function pump(flush: boolean): void {
    clearTimeout(linger);
    while (running.size < parallelBatches && waiting.length > 0) {
      if (waiting.length < batchSize && !flush) {
        linger = setTimeout(() => pump(true), LINGER);
        return;
      }
      start(waiting.splice(0, batchSize));
    }
  }

  function start(jobs: readonly Job[]): void {
    const stop = new AbortController();
    const stopWhenUnwanted = (): void => {
      if (jobs.every(({ signal }) => signal.aborted)) stop.abort();
    };
    for (const { signal } of jobs) signal.addEventListener('abort', stopWhenUnwanted);
    const started = performance.now();
    const batch = runBatch(jobs, options, stop.signal)
      .then((count) => {
        options.onBatch?.({ transfers: jobs.length, ...count, durationMs: performance.now() - started });
      })
      .catch((thrown: unknown) => {
        for (const job of jobs) job.reject(asTapehaulError(thrown));
      })
      .finally(() => {
        for (const { signal } of jobs) signal.removeEventListener('abort', stopWhenUnwanted);
        running.delete(batch);
        pump(false);
      });
    running.set(batch, stop);
  }

  return {
    name: 's5cmd',
    capacity: 2 * batchSize * parallelBatches,
    async get(transfer: Transfer, signal: AbortSignal): Promise<Received> {
      if (signal.aborted) throw stoppedBy(signal);
      if (closed) throw new TapehaulError('engine_unavailable', 'the s5cmd engine is closed');
      quoteArgument(transfer.key);
      if (paths.has(transfer.path)) {
        throw new TapehaulError('internal', `something else is being fetched to ${transfer.path}`);
      }
      const { promise, resolve, reject } = Promise.withResolvers<Received>();
      const job: Job = { transfer, signal, resolve, reject };
      const giveUp = (): void => {
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        reject(stoppedBy(signal));
      };
      signal.addEventListener('abort', giveUp);
      paths.add(transfer.path);
      waiting.push(job);
      pump(false);
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', giveUp);
        paths.delete(transfer.path);
      }
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0))
        job.reject(new TapehaulError('cancelled', 'the engine was closed'));
      for (const stop of running.values()) stop.abort();
      await Promise.all(running.keys());
    },
  };
}
