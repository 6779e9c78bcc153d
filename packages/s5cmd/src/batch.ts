import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asTapehaulError } from '@tapehaul/errors';
import type { Feeder, Supply } from './feeder.ts';
import { firstOf } from './first-of.ts';
import type { Job } from './job.ts';
import type { S5cmdSettings } from './options.ts';

/** How long a batch that is not full waits for company, in milliseconds. */
const LINGER = 15;

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
      runBatch(firstOf(waiting, batchSize));
    }
  }

  function runBatch(jobs: readonly Job[]): void {
    const run = prepare();
    for (const job of jobs) waiting.delete(job);
    try {
      const file = batchFile(jobs.map((job) => run.open(job)).join(''));
      void start(run, file).finally(() => rmSync(dirname(file), { recursive: true, force: true }));
    } catch (thrown) {
      void run.lines.end(() => asTapehaulError(thrown));
    }
  }

  return { capacity: 2 * batchSize * parallelBatches, feed: () => feed(false) };
}

/** Writes a batch file into a new directory of its own. */
function batchFile(lines: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'tapehaul-s5cmd-'));
  const file = join(directory, 'batch.txt');
  writeFileSync(file, lines);
  return file;
}
