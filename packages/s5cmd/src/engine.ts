import { dirname } from 'node:path';
import type { Engine, Received, Transfer } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { batchFeeder } from './batch.ts';
import type { Supply } from './feeder.ts';
import type { Job } from './job.ts';
import { allowWorkers } from './open-file-limit.ts';
import { type S5cmdOptions, settingsOf } from './options.ts';
import { quoteArgument } from './quote.ts';
import type { Run } from './run.ts';
import { streamFeeder } from './stream.ts';
import { Trust } from './trust.ts';

/**
 * The s5cmd engine: transfers as the lines of one long-lived s5cmd process, or of batch files. A transfer is
 * settled when its result line comes, so proof and publication of one file wait for no other.
 *
 * Never throws: an s5cmd that cannot be used is told by every `get`. A process that waits for more lines keeps
 * Node.js running until `close`.
 *
 * An object that is replaced upstream while it comes in ranges (larger than `partSizeMb`) can be a mixture
 * of both versions, which s5cmd reports as a success. Only proof by the caller, against a checksum, finds it.
 */
export function s5cmdEngine(options: S5cmdOptions): Engine {
  let loaded: typeof import('./run.ts') | undefined;
  const waiting = new Set<Job>();
  const runs = new Map<Run, Promise<void>>();
  const trust = new Trust();
  const allowed = allowWorkers(settingsOf(options), trust);
  const supply: Supply = {
    waiting,
    runs,
    prepare() {
      if (loaded === undefined) throw new Error('no transfer has come yet');
      return new loaded.Run(allowed, trust, feed);
    },
    start(run, batchFile) {
      const ended = run.start(batchFile).finally(() => {
        runs.delete(run);
        feed();
      });
      runs.set(run, ended);
      return ended;
    },
  };
  const feeder = allowed.mode === 'batch' ? batchFeeder(allowed, supply) : streamFeeder(allowed, supply);
  let closed = false;

  function feed(): void {
    if (trust.unavailable === undefined) feeder.feed();
    else rejectWaiting(trust.unavailable);
  }

  function rejectWaiting(error: TapehaulError): void {
    for (const job of waiting) job.reject(error);
    waiting.clear();
  }

  return {
    name: 's5cmd',
    capacity: feeder.capacity,
    async get(transfer: Transfer, signal: AbortSignal): Promise<Received> {
      // What starts processes takes long to load: a run that finds all in place needs none.
      loaded ??= await import('./run.ts');
      if (signal.aborted) throw stoppedBy(signal);
      if (closed) throw new TapehaulError('engine_unavailable', 'the s5cmd engine is closed');
      quoteArgument(transfer.key);
      quoteArgument(dirname(transfer.path));
      const { promise, resolve, reject } = Promise.withResolvers<Received>();
      const job: Job = { transfer, resolve, reject, withdraw: () => waiting.delete(job) };
      const giveUp = (): void => {
        job.withdraw();
        reject(stoppedBy(signal));
      };
      signal.addEventListener('abort', giveUp);
      waiting.add(job);
      feed();
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', giveUp);
      }
    },
    async close() {
      closed = true;
      rejectWaiting(new TapehaulError('cancelled', 'the engine was closed'));
      for (const run of runs.keys()) run.stop('cancelled', 'the engine was closed');
      await Promise.all(runs.values());
    },
  };
}
