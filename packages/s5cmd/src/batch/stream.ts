import { workersOf } from '../command/command-line.ts';
import type { S5cmdSettings } from '../command/options.ts';
import { firstItems } from '../transfers/first-items.ts';
import type { Feeder, Supply } from './feeder.ts';
import type { S5cmdRun } from './s5cmd-run.ts';

/** Open lines for each worker: enough that none waits for a line, and few that s5cmd holds without working on them. */
const LINES_PER_WORKER = 1.5;
/** Transfers in hand for each worker, so that the feed is never empty. */
const HELD_PER_WORKER = 2;

/** How many transfers keep the workers of a stream busy. */
export function streamCapacity(settings: S5cmdSettings): number {
  return HELD_PER_WORKER * workersOf(settings);
}

/**
 * Feeds one long-lived s5cmd line by line. When it is retired, the next one takes over, and what the old one
 * still works on counts, so that there is never more work at once than the workers of one process do.
 */
export function streamFeeder(options: S5cmdSettings, { waiting, runs, prepare, start }: Supply): Feeder {
  const most = Math.ceil(LINES_PER_WORKER * workersOf(options));
  let fed: S5cmdRun | undefined;

  function freeLinesOf(run: S5cmdRun | undefined): number {
    let live = 0;
    for (const { lines } of runs.keys()) live += lines.live;
    return most - Math.max(live, run?.lines.open ?? 0);
  }

  return () => {
    if (fed?.retired) fed = undefined;
    if (fed?.takes === false) return;
    const jobs = firstItems(waiting, freeLinesOf(fed));
    if (jobs.length === 0) return;
    if (fed === undefined) {
      fed = prepare();
      start(fed);
    }
    let text = '';
    for (const job of jobs) {
      waiting.delete(job);
      text += fed.open(job);
    }
    fed.feed(text);
  };
}
