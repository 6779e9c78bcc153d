import { firstRows, type PlannedTask } from '@tapehaul/catalog';
import { counted, TapehaulError } from '@tapehaul/errors';
import type { FlowContext, Task, TaskCounts, TaskResult } from '@tapehaul/orchestrator';
import { currentSpan } from '@tapehaul/tracing';
import { BlockedRun } from '../../engines/blocked-run.ts';
import type { FileOutcome } from '../../file/file-outcome.ts';
import { sourceAttributes } from '../../file/span-attributes.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { asThereIsRoom, downloadArchiveFile, type FileToFetch, STOPS_ALL } from './archive-file.ts';
import type { CollectionRun } from './collection-run.ts';
import { step } from './step.ts';

/** A run, and the flow that its files are tasks of. */
export interface DownloadsInput {
  readonly run: CollectionRun;
  readonly context: FlowContext;
}

/** Downloads what the catalog has left to do. A failed file stops nothing; trouble of this machine stops all. */
export const executeBatchDownloads: Task<DownloadsInput, void> = step(
  'execute-batch-downloads',
  {},
  async ({ run, context }: DownloadsInput, { log, signal }): Promise<void> => {
    const { runId, config, catalog, files, downloader, fleet } = run;
    currentSpan()?.setAttributes(sourceAttributes(config));
    let failed = 0;
    const endedElsewhere = (ended: TaskCounts): void => {
      failed += ended.Failed ?? 0;
      context.addEnded(ended);
    };
    const settle = ({ state, error }: TaskResult<FileToFetch, FileOutcome>): void => {
      // What is cancelled has the error of whatever stopped it.
      if (error instanceof BlockedRun) throw error;
      if (error === undefined || state === 'Cancelled') return;
      failed += 1;
      if (STOPS_ALL.has(error.code)) throw error;
    };
    const options = { concurrency: downloader.concurrency, id: ({ key }: FileToFetch) => key };
    try {
      do {
        if (fleet !== undefined) {
          await fleet.work({ signal, log }, endedElsewhere);
          continue;
        }
        const left = asThereIsRoom(files.claim(), downloader, signal);
        await context.each(downloadArchiveFile(run, signal), left, options, settle);
        await files.settled();
      } while (await run.followUps.plan({ signal, log }));
    } finally {
      await files.release();
    }
    const [forgotten] = await firstRows(catalog.remainingTasks(runId, FILE_TASK), 1);
    if (forgotten !== undefined) throw unsettled(forgotten);
    for (const seen of run.seen.splice(0)) catalog.recordSeen(runId, seen);
    if (failed === 0) log('info', 'all files are settled');
    else log('error', `${counted(failed, 'file')} failed. Next: tapehaul retry ${runId}`);
  },
);

/** A run that ends must have settled every file of its plan; that it has not is a fault of this program. */
function unsettled({ taskId: key }: PlannedTask): TapehaulError {
  return new TapehaulError('internal', `${key} is in the plan and was not settled`, {
    facts: { key },
    hint: 'Resume the run; please report this.',
  });
}
