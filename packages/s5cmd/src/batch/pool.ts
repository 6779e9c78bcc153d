import type { Received, Transfer } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { refusedRedirects } from '../answers/redirects.ts';
import type { S5cmdSettings } from '../command/options.ts';
import type { StartLimit } from '../process/start-limit.ts';
import type { PendingTransfer } from '../transfers/pending-transfer.ts';
import { batchFeeder } from './batch.ts';
import type { Supply } from './feeder.ts';
import { S5cmdRun } from './s5cmd-run.ts';
import { streamFeeder } from './stream.ts';

/** The s5cmd processes of an engine, and the transfers that wait for a line in one of them. */
export interface Pool {
  get(transfer: Transfer, signal: AbortSignal): Promise<Received>;
  /** Ends all processes; what they had and what waits is rejected. */
  close(): Promise<void>;
}

/**
 * A pool that starts processes as transfers come, for as long as s5cmd is trusted. Throws a TapehaulError when the file
 * of certificate authorities for them cannot be written.
 */
export function openPool(given: S5cmdSettings, trust: StartLimit): Pool {
  const child = given.network.childEnvironment(given.endpoint);
  const variables = { ...refusedRedirects(given.endpoint, given.network), ...child.variables };
  const settings = { ...given, variables };
  const waiting = new Set<PendingTransfer>();
  const runs = new Map<S5cmdRun, Promise<void>>();
  const supply: Supply = {
    waiting,
    runs,
    prepare: () => new S5cmdRun(settings, trust, feed, again),
    start(run, batchFile) {
      const ended = run.start(batchFile).finally(() => {
        runs.delete(run);
        feed();
      });
      runs.set(run, ended);
    },
  };
  const handOn = settings.mode === 'batch' ? batchFeeder(settings, supply) : streamFeeder(settings, supply);

  function feed(): void {
    if (trust.unavailable === undefined) handOn();
    else rejectWaiting(trust.unavailable);
  }

  function again(job: PendingTransfer): void {
    job.withdraw = () => waiting.delete(job);
    waiting.add(job);
  }

  function rejectWaiting(error: TapehaulError): void {
    for (const job of waiting) job.reject(error);
    waiting.clear();
  }

  return {
    async get(transfer, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Received>();
      const job: PendingTransfer = { transfer, resolve, reject, withdraw: () => waiting.delete(job) };
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
      rejectWaiting(new TapehaulError('cancelled', 'the engine was closed'));
      for (const run of runs.keys()) run.stop('cancelled', 'the engine was closed');
      await Promise.allSettled(runs.values());
      child.dispose();
    },
  };
}
