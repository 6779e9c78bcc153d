import { setTimeout as sleep } from 'node:timers/promises';
import { FILE_TASK, openRecord, runOf } from '@tapehaul/workflow';
import { outputDirectory, type PlaceOptions } from './place.ts';
import { progress } from './progress.ts';
import { stopOnSignals } from './signals.ts';

/** How often the record is looked at, in milliseconds. */
const LOOK_EVERY = 500;
/** States that a file can still leave. */
const OPEN: ReadonlySet<string> = new Set([
  'Scheduled',
  'AwaitingRetry',
  'Pending',
  'Running',
  'Retrying',
  'Paused',
]);

/** Shows the progress of a run that another process works on, until it has ended; gives the exit status. */
export async function watch(runId: string | undefined, options: PlaceOptions): Promise<number> {
  const record = openRecord(outputDirectory(options));
  const { gently: signal, exitStatus, dispose } = stopOnSignals();
  const bar = progress();
  try {
    const run = runOf(record, runId);
    let shown: number | undefined;
    for (;;) {
      const now = record.run(run.runId);
      const counts = Object.entries(record.counts(run.runId, FILE_TASK));
      const total = counts.reduce((sum, [, { tasks }]) => sum + tasks, 0);
      const ended = counts
        .filter(([state]) => !OPEN.has(state))
        .reduce((sum, [, { tasks }]) => sum + tasks, 0);
      if (shown === undefined && (now?.plannedAt ?? null) !== null) {
        bar.start(total, 0);
        shown = 0;
      }
      for (; shown !== undefined && shown < ended; shown += 1) bar.step(0, false);
      if (now?.endedAt !== null) {
        bar.end();
        process.stdout.write(`run ${run.runId} is ${now?.state}\n`);
        return now?.state === 'Completed' ? 0 : now?.state === 'CompletedWithGaps' ? 3 : 1;
      }
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitStatus() ?? 1;
    }
  } finally {
    bar.end();
    dispose();
    record.close();
  }
}
