import { setTimeout as sleep } from 'node:timers/promises';
import { counted, grouped } from '@tapehaul/errors';
import { type CatalogReader, FAILED_STATES, fileCounts, isSettled, runOf } from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { lookAt, type PlaceOptions } from '../options/place.ts';
import { stopOnSignals } from '../process/signals.ts';
import { progress } from '../progress/progress.ts';
import type { DoneWork } from '../progress/progress-tally.ts';
import { print } from '../show/print.ts';

/** How often the record is looked at, in milliseconds. */
const LOOK_EVERY = 500;

/** Where a run stands. */
interface Standing {
  readonly state: string;
  readonly isPlanned: boolean;
  readonly isOver: boolean;
  readonly files: number;
  /** Files that came to an end of their own, those in place already among them, and the bytes of them. */
  readonly settled: number;
  readonly failed: number;
  readonly cached: number;
  readonly bytes: number;
}

/** Shows the progress of a run that another process works on, until it has ended; gives the exit status. */
export async function watch(runId: string | undefined, options: PlaceOptions): Promise<number> {
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const bar = progress();
  const run = lookAt(options, (record) => runOf(record, runId).runId);
  let shown: Pick<Standing, 'settled' | 'cached' | 'bytes'> | undefined;
  try {
    for (;;) {
      const standing = lookAt(options, (record) => standingOf(record, run));
      const { state, isPlanned, isOver, files } = standing;
      if (shown === undefined && isPlanned && !isOver) {
        // Only what ends from now on is shown file by file.
        bar.start({
          files,
          settled: standing.settled,
          cached: standing.cached,
          bytes: standing.bytes,
          bytesLeft: null,
        });
        shown = standing;
      }
      if (shown !== undefined) {
        for (const step of stepsBetween(shown, standing)) bar.step(step);
        shown = standing;
      }
      if (isOver) {
        bar.end();
        print(`run ${run} is ${state}${files === 0 ? '' : `, ${endText(standing)}`}`);
        return STATUS[state] ?? 1;
      }
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitStatus() ?? 1;
    }
  } finally {
    bar.end();
    dispose();
  }
}

/** The files that have settled from one look to the next; all of their bytes come with the first. */
function* stepsBetween(
  before: Pick<Standing, 'settled' | 'cached' | 'bytes'>,
  { settled, cached, bytes }: Standing,
): Generator<DoneWork> {
  for (let file = before.settled; file < settled; file += 1) {
    const isFirst = file === before.settled;
    const isCached = file - before.settled < cached - before.cached;
    yield { bytes: isFirst ? bytes - before.bytes : 0, cached: isCached, plannedBytes: 0 };
  }
}

/** What a run came to, in short. */
function endText({ files, settled, failed, bytes }: Standing): string {
  const parts = [
    `${grouped(settled)} of ${counted(files, 'file')} ended`,
    ...(failed === 0 ? [] : [`${grouped(failed)} failed`]),
    prettyBytes(bytes),
  ];
  return parts.join(', ');
}

/** Exit status by the state that a run has ended in; 1 for any other. */
const STATUS: Readonly<Record<string, number>> = { Completed: 0, CompletedWithGaps: 3 };

function standingOf(record: CatalogReader, runId: string): Standing {
  const run = runOf(record, runId);
  const counts = Object.entries(fileCounts(record, run));
  const sum = (of: typeof counts): number => of.reduce((total, [, { tasks }]) => total + tasks, 0);
  // Files that were stopped are still to be had.
  const settled = counts.filter(([state]) => isSettled(state));
  return {
    state: run.state,
    isPlanned: run.plannedAt !== null,
    isOver: run.endedAt !== null,
    files: sum(counts),
    settled: sum(settled),
    failed: sum(settled.filter(([state]) => FAILED_STATES.some((it) => it === state))),
    cached: sum(settled.filter(([state]) => state === 'Cached')),
    bytes: settled.reduce((total, [, { bytes }]) => total + bytes, 0),
  };
}
