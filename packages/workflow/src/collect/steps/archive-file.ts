import type { DisputeRecord } from '@tapehaul/catalog';
import type { Downloader } from '@tapehaul/downloader';
import type { CodedError } from '@tapehaul/errors';
import type { StateName, Task } from '@tapehaul/orchestrator';
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
import { fileAttributes } from '../../file/span-attributes.ts';
import { FILE_TASK } from '../../flow-names.ts';
import type { ClaimedFile } from '../batches/claimed-files.ts';
import type { CollectionRun } from './collection-run.ts';
import { PrefixCheck } from './prefix-check.ts';
import { step } from './step.ts';
import { ChangeLog } from './upstream-changes.ts';

/** A file of a claimed batch, and what is held of it; null when nothing is. */
export type FileToFetch = PlannedFile & Pick<ClaimedFile, 'held'>;

/** What files of a run are fetched with, by the process that collects or by a worker. */
export type FetchingRun = Pick<
  CollectionRun,
  | 'runId'
  | 'config'
  | 'catalog'
  | 'downloader'
  | 'disputes'
  | 'formerRunId'
  | 'network'
  | 'access'
  | 'origins'
  | 'otherRoute'
  | 'pace'
> & { readonly hub: Pick<CollectionRun['hub'], 'emit'> };

/** The task that gets one file: in place and proved, or an error that says why not. `stopped` aborts when the run is stopped. */
export function downloadArchiveFile(run: FetchingRun, stopped: AbortSignal): Task<FileToFetch, FileOutcome> {
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

/** Hands out tasks as the downloader gets to them: a task that only waits could not be held back by a pause. */
export async function* asThereIsRoom(
  files: AsyncIterable<ClaimedFile>,
  downloader: Downloader,
  signal: AbortSignal,
): AsyncGenerator<FileToFetch> {
  for await (const { file, held } of files) {
    await downloader.room(signal);
    yield { ...file, held };
  }
}

/** Trouble of this machine that every further file would meet too. */
export const STOPS_ALL: ReadonlySet<string> = new Set(['disk_full', 'disk_failed', 'catalog_failed']);
