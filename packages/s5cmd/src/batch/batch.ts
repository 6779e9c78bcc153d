import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asTapehaulError } from '@tapehaul/errors';
import type { S5cmdSettings } from '../command/options.ts';
import { firstItems } from '../transfers/first-items.ts';
import type { PendingTransfer } from '../transfers/pending-transfer.ts';
import { removeFile } from '../transfers/take-over.ts';
import type { Feeder, Supply } from './feeder.ts';

/** How long a batch that is not full waits for company, in milliseconds. */
const LINGER = 15;

/** How many transfers keep all batches full: those that run, and as many that fill. */
export function batchCapacity({ batchSize, parallelBatches }: S5cmdSettings): number {
  return 2 * batchSize * parallelBatches;
}

/** Gathers transfers into batch files of at most `batchSize` lines, and runs a process on each. */
export function batchFeeder(
  { batchSize, parallelBatches }: S5cmdSettings,
  { waiting, runs, prepare, start }: Supply,
): Feeder {
  let linger: NodeJS.Timeout | undefined;

  function feed(flush: boolean): void {
    clearTimeout(linger);
    while (runs.size < parallelBatches && waiting.size > 0) {
      if (waiting.size < batchSize && !flush) {
        linger = setTimeout(feed, LINGER, true);
        return;
      }
      runBatch(firstItems(waiting, batchSize));
    }
  }

  function runBatch(jobs: readonly PendingTransfer[]): void {
    const [first] = jobs;
    if (first === undefined) return;
    const run = prepare();
    for (const job of jobs) waiting.delete(job);
    // In the staging directory, which there must be in any case, and which is swept.
    const file = join(dirname(first.transfer.path), `s5cmd-${randomBytes(4).toString('hex')}.batch`);
    try {
      writeFileSync(file, jobs.map((job) => run.open(job)).join(''));
      start(run, file);
    } catch (thrown) {
      removeFile(file);
      void run.lines.end(() => asTapehaulError(thrown));
    }
  }

  return () => feed(false);
}
