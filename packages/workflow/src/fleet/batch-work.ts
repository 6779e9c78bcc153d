import type { BatchClaim } from '@tapehaul/catalog';
import type { ErrorRecord } from '@tapehaul/errors';
import { asTapehaulError, TapehaulError } from '@tapehaul/errors';
import {
  type ClaimedFile,
  ClaimedFiles,
  type ClaimedFilesOfBatch,
} from '../collect/batches/claimed-files.ts';
import { MOST_LOSSES } from '../collect/batches/lost-batch.ts';
import { BatchNotes } from '../events/batch-report.ts';
import { FILE_TASK } from '../flow-names.ts';
import { type BatchOptions, type BatchReport, fetchBatch } from './fetch-batch.ts';
import type { BatchOutcome } from './worker-events.ts';
import { recordOf, type Trouble, troubleOf } from './worker-trouble.ts';

/** What came of a batch. */
export interface BatchResult extends BatchReport {
  readonly outcome: BatchOutcome;
  /** Files that were planned, where the batch was a part of a plan. */
  readonly planned?: number;
  /** What went wrong, and for whom; undefined where nothing did. */
  readonly trouble?: { readonly of: Trouble; readonly error: TapehaulError };
}

/**
 * Works on a batch that an engine has handed to this worker: claims it, also from another holder, fetches those of its files that have no outcome, and hands
 * in how they end. What has no outcome then is given back. Rejects only as claiming does.
 */
export async function workOnBatch(options: BatchOptions): Promise<BatchResult> {
  const { run, batch, holder, ending, stopped } = options;
  const { catalog, record } = run.found;
  const lost = new AbortController();
  const onLost = (): void =>
    lost.abort(
      new TapehaulError('batch_lost', 'another process has claimed the batch, or taken over its run'),
    );
  const notes = new BatchNotes();
  const beforeHandIn = (claim: BatchClaim): Promise<void> =>
    notes.reportErrors((said) => catalog.report(claim, said));
  const files = new ClaimedFiles({ catalog, runId: record.runId, holder, onLost, beforeHandIn });
  const report: BatchReport = { files: 0, failed: 0, bytes: 0 };
  const claimed = await claim(files, batch);
  if (claimed === undefined) return { ...report, outcome: 'nothing' };
  let trouble: BatchResult['trouble'];
  let isPrepared = false;
  try {
    if (claimed.losses >= MOST_LOSSES) {
      markCrashed(files, claimed.files, record.runId);
      await files.settled();
      return { ...report, outcome: lost.signal.aborted ? 'lost' : 'crashed' };
    }
    await run.fetching(async (fetching) => {
      isPrepared = true;
      const signal = AbortSignal.any([stopped, lost.signal]);
      const { files: left, losses } = claimed;
      const work = { fetching, files, claimed: left, losses, ending, signal, report, notes };
      await fetchBatch({ ...options, ...work });
    });
    await files.settled();
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    const isStopped = stopped.aborted || lost.signal.aborted;
    if (!isStopped) trouble = { of: troubleOf(error, isPrepared), error };
  } finally {
    // Figures, and hints of what is not handed in yet: how the files ended is stored without them.
    await notes.report(run.takeMoved(), (said) => catalog.report(claimed.claim, said)).catch(() => {});
    await files.release(failureOf(trouble, holder));
  }
  if (lost.signal.aborted) return { ...report, outcome: 'lost' };
  if (trouble !== undefined) return { ...report, outcome: 'failed', trouble };
  return { ...report, outcome: report.files < claimed.files.length ? 'given_back' : 'done' };
}

/** Claims a batch; undefined when nothing of it is left to do, or its run has ended. */
async function claim(files: ClaimedFiles, batch: number): Promise<ClaimedFilesOfBatch | undefined> {
  try {
    return await files.claimBatch(batch);
  } catch (thrown) {
    const error = asTapehaulError(thrown);
    if (error.code === 'run_ended' || error.code === 'run_not_found') return undefined;
    throw error;
  }
}

/** Why a batch is given back, for its record: not where only this worker is in trouble, or the record itself. */
function failureOf(trouble: BatchResult['trouble'], holder: string): ErrorRecord | undefined {
  if (trouble === undefined || trouble.of === 'worker' || trouble.of === 'record') return undefined;
  return recordOf(trouble.error, holder);
}

/** Records files as Crashed that may be what stops those who work on them. */
function markCrashed(files: ClaimedFiles, left: readonly ClaimedFile[], runId: string): void {
  for (const { taskId } of left) {
    files.record({
      ...{ runId, taskId, name: FILE_TASK, state: 'Crashed', phase: 'final', attempt: 0, at: Date.now() },
      errorCode: 'batch_lost',
      errorMessage: `${MOST_LOSSES} workers in a row lost the batch of this file before one of its files ended`,
    });
  }
}
