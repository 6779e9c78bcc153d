import { setTimeout as sleep } from 'node:timers/promises';
import { type CatalogReader, FILE_TASK, isFinal, runOf, type StateName } from '@tapehaul/workflow';
import { lookAt, type PlaceOptions } from './place.ts';
import { print } from './print.ts';
import { progress } from './progress.ts';
import { stopOnSignals } from './signals.ts';

/** How often the record is looked at, in milliseconds. */
const LOOK_EVERY = 500;

/** Where a run stands. */
interface Standing {
  readonly state: string;
  readonly isPlanned: boolean;
  readonly isOver: boolean;
  readonly files: number;
  readonly settled: number;
}

/** Shows the progress of a run that another process works on, until it has ended; gives the exit status. */
export async function watch(runId: string | undefined, options: PlaceOptions): Promise<number> {
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const bar = progress();
  const run = lookAt(options, (record) => runOf(record, runId).runId);
  let shown: number | undefined;
  try {
    for (;;) {
      const { state, isPlanned, isOver, files, settled } = lookAt(options, (record) =>
        standingOf(record, run),
      );
      if (shown === undefined && isPlanned) {
        bar.start({ files, settled: 0, bytesLeft: null });
        shown = 0;
      }
      for (; shown !== undefined && shown < settled; shown += 1)
        bar.step({ bytes: 0, cached: false, plannedBytes: 0 });
      if (isOver) {
        bar.end();
        print(`run ${run} is ${state}`);
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

/** Exit status by the state that a run has ended in; 1 for any other. */
const STATUS: Readonly<Record<string, number>> = { Completed: 0, CompletedWithGaps: 3 };

function standingOf(record: CatalogReader, runId: string): Standing {
  const run = runOf(record, runId);
  const counts = Object.entries(record.counts(runId, FILE_TASK));
  const sum = (of: typeof counts): number => of.reduce((total, [, { tasks }]) => total + tasks, 0);
  return {
    state: run.state,
    isPlanned: run.plannedAt !== null,
    isOver: run.endedAt !== null,
    files: sum(counts),
    settled: sum(counts.filter(([state]) => isFinal(state as StateName))),
  };
}
