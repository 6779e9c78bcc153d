import { type DisputeRecord, firstRows, type PlannedTask } from '@tapehaul/catalog';
import type { Downloader } from '@tapehaul/downloader';
import { type CodedError, counted, TapehaulError } from '@tapehaul/errors';
import type { FlowContext, StateName, Task, TaskResult } from '@tapehaul/orchestrator';
import { currentSpan } from '@tapehaul/tracing';
import { disputedFile, newDispute } from '../../disputes/disputed-file.ts';
import { BlockedRun } from '../../engines/blocked-run.ts';
import { checkRefusal } from '../../engines/check-storage.ts';
import { LostSource } from '../../engines/lost-source.ts';
import { type FetchContext, fetchFile } from '../../file/fetch-file.ts';
import { FileError } from '../../file/file-error.ts';
import type { FileOutcome } from '../../file/file-outcome.ts';
import type { PlannedFile } from '../../file/file-request.ts';
import { failedStateOf, fileStateOf } from '../../file/file-states.ts';
import { fileRetries } from '../../file/retries.ts';
import { fileAttributes, sourceAttributes } from '../../file/span-attributes.ts';
import { FILE_TASK } from '../../flow-names.ts';
import type { ClaimedFile } from '../batches/claimed-files.ts';
import type { CollectionRun } from './collection-run.ts';
import { PrefixCheck } from './prefix-check.ts';
import { step } from './step.ts';
import { ChangeLog } from './upstream-changes.ts';

/** A run, and the flow that its files are tasks of. */
export interface DownloadsInput {
  readonly run: CollectionRun;
  readonly context: FlowContext;
}

/** A file of a claimed batch, and what is held of it; null when nothing is. */
type FileToFetch = PlannedFile & Pick<ClaimedFile, 'held'>;

/** Downloads what the catalog has left to do. A failed file stops nothing; trouble of this machine stops all. */
export const executeBatchDownloads: Task<DownloadsInput, void> = step(
  'execute-batch-downloads',
  {},
  async ({ run, context }: DownloadsInput, { log, signal }): Promise<void> => {
    const { runId, config, catalog, files, downloader } = run;
    currentSpan()?.setAttributes(sourceAttributes(config));
    let failed = 0;
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

/** Hands out tasks as the downloader gets to them: a task that only waits could not be held back by a pause. */
async function* asThereIsRoom(
  files: AsyncIterable<ClaimedFile>,
  downloader: Downloader,
  signal: AbortSignal,
): AsyncGenerator<FileToFetch> {
  for await (const { file, held } of files) {
    await downloader.room(signal);
    yield { ...file, held };
  }
}

/** A run that ends must have settled every file of its plan; that it has not is a fault of this program. */
function unsettled({ taskId: key }: PlannedTask): TapehaulError {
  return new TapehaulError('internal', `${key} is in the plan and was not settled`, {
    facts: { key },
    hint: 'Resume the run; please report this.',
  });
}

/** The task that gets one file: in place and proved, or an error that says why not. */
function downloadArchiveFile(run: CollectionRun, stopped: AbortSignal): Task<FileToFetch, FileOutcome> {
  const { config, downloader, disputes } = run;
  const changes = new ChangeLog(run);
  const source = new LostSource({ ...run, signal: stopped });
  const prefix = new PrefixCheck({ ...run, signal: stopped });
  const retries = fileRetries(config);
  const placing = { layout: config.layout, on_replaced: config.on_replaced };
  const isWorthwhile = (error: CodedError): boolean =>
    error.retry !== 'never' && !(error instanceof BlockedRun);
  const options = {
    ...retries,
    retryOn: isWorthwhile,
    completedAs: fileStateOf,
    attributes: fileAttributes,
    // What ends the run is no failure of the file, which the next command gets.
    failedAs: (error: CodedError): StateName =>
      error instanceof BlockedRun ? 'Cancelled' : failedStateOf(error),
  };
  return step(FILE_TASK, options, async (file: FileToFetch, { signal, log, attempt }) => {
    const unchanged = await disputes.unchanged(file, signal);
    if (unchanged !== undefined) return disputedAgain(unchanged, file, { downloader, log });
    const outcome = await fetchFile({ ...file, placing }, { downloader, signal, log });
    const met = outcome.dispute && (await disputes.met(outcome, file, outcome.dispute, signal));
    if (met?.isNew === false) {
      const { bytesFetched, duration, attempts, engine } = outcome;
      const again = disputedAgain(met.dispute, file, { downloader, log });
      return { ...again, bytesFetched, duration, attempts, engine };
    }
    if (outcome.error !== null && outcome.status === 'failed') {
      const said = met === null ? outcome.error : newDispute(outcome.error, met.dispute);
      const error = new FileError({ ...outcome, error: said }, said);
      const isLast = !isWorthwhile(error) || attempt > retries.retries;
      if (isLast && !signal.aborted) checkRefusal(error, run);
      if (isLast && !signal.aborted) await source.failed(outcome, error);
      throw error;
    }
    if (outcome.status === 'absent') await prefix.absent();
    else prefix.reached();
    if (outcome.status !== 'cached') source.reached();
    if (outcome.status === 'downloaded' || outcome.status === 'unverified') {
      await changes.fetched(outcome, file.held ?? undefined, file.wasMissing);
    }
    return outcome;
  });
}

/** How a file ends whose dispute is an old one; its line in the log names it. */
function disputedAgain(
  dispute: DisputeRecord,
  { object }: FileToFetch,
  { downloader, log }: Pick<FetchContext, 'log'> & { readonly downloader: Downloader },
): FileOutcome {
  const outcome = disputedFile(dispute, object, downloader.locate(dispute.path));
  log('warn', outcome.error?.message ?? dispute.key);
  return outcome;
}

/** Trouble of this machine that every further file would meet too. */
const STOPS_ALL: ReadonlySet<string> = new Set(['disk_full', 'disk_failed', 'catalog_failed']);
