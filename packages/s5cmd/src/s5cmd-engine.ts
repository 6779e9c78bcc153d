import { dirname } from 'node:path';
import type { Engine, Received, Transfer } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { batchCapacity } from './batch/batch.ts';
import type { Pool } from './batch/pool.ts';
import { streamCapacity } from './batch/stream.ts';
import { type S5cmdOptions, settingsOf } from './command/options.ts';
import { quoteArgument } from './command/quote.ts';
import { StartLimit } from './process/start-limit.ts';
import { allowWorkers } from './program/open-file-limit.ts';

/**
 * The s5cmd engine: transfers as the lines of one long-lived s5cmd process, or of batch files. A transfer is
 * settled when its result line comes, so proof and publication of one file wait for no other.
 *
 * Never throws: an s5cmd that cannot be used fails every `get`. A process that waits for more lines keeps
 * Node.js running until `close`.
 *
 * An object that is replaced upstream while it comes in ranges (larger than `partSizeMb`) can be a mixture
 * of both versions, which s5cmd reports as a success. Only proof by the caller, against a checksum, finds it.
 */
export function s5cmdEngine(options: S5cmdOptions): Engine {
  const trust = new StartLimit();
  const settings = allowWorkers(settingsOf(options), trust);
  let loaded: typeof import('./batch/pool.ts') | undefined;
  let pool: Pool | undefined;
  let closed = false;
  return {
    name: 's5cmd',
    reportsBegin: true,
    capacity: settings.mode === 'batch' ? batchCapacity(settings) : streamCapacity(settings),
    async get(transfer: Transfer, signal: AbortSignal): Promise<Received> {
      // What starts processes takes long to load: a run that finds all in place needs none.
      loaded ??= await import('./batch/pool.ts');
      if (signal.aborted) throw stoppedBy(signal);
      if (closed) throw new TapehaulError('engine_unavailable', 'the s5cmd engine is closed');
      quoteArgument(transfer.key);
      quoteArgument(dirname(transfer.path));
      pool ??= loaded.openPool(settings, trust);
      return pool.get(transfer, signal);
    },
    async close() {
      closed = true;
      await pool?.close();
    },
  };
}
