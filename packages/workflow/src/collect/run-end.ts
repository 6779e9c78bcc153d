import { takenOver } from '@tapehaul/catalog/rules';
import { asTapehaulError, type CodedError, type TapehaulError } from '@tapehaul/errors';
import type { FlowRun } from '@tapehaul/orchestrator';
import { HandedOn, type OwnedRun } from '../owned-run.ts';
import { type CollectionMetadata, collectionMetadata } from '../result/collection-metadata.ts';
import { shortened } from '../result/days/run-coverage.ts';
import { type CollectionResult, statusOf } from '../result/result.ts';
import { isStillOwned } from './fleet/still-owned.ts';
import type { CollectionRun } from './steps/collection-run.ts';
import { writeMetadata } from './steps/metadata-tasks.ts';
import type { StopClock } from './stop/stop-clock.ts';

/** The end of a run that was stopped, and of which something still hangs. */
export async function givenUp(
  { runId, catalog }: Pick<CollectionRun, 'runId' | 'catalog'>,
  error: TapehaulError,
): Promise<FlowRun<CollectionMetadata>> {
  const counts = Object.entries(await catalog.counts(runId)).map(([state, { tasks }]) => [state, tasks]);
  return { runId, state: 'Cancelled', counts: Object.fromEntries(counts), error };
}

/** How a run has ended; one that another process has taken over meanwhile, with what to do about that. */
export async function unlessTakenOver(
  { runId, catalog }: Pick<CollectionRun, 'runId' | 'catalog'>,
  ended: FlowRun<CollectionMetadata>,
  stopped: AbortSignal,
): Promise<FlowRun<CollectionMetadata>> {
  // Who stopped it here knows why it ends; and a record that does not answer says nothing of its owner.
  if (ended.error === undefined || ended.error.code === 'catalog_failed' || stopped.aborted) return ended;
  if (await isStillOwned(catalog, runId)) return ended;
  const now = await catalog.run(runId).catch(() => undefined);
  return { runId, state: 'Failed', counts: ended.counts, error: takenOver(runId, now) };
}

/** The metadata of a run that has ended, written here where its own last task did not write them. */
export async function lastMetadata(
  run: CollectionRun,
  ended: FlowRun<CollectionMetadata>,
  clock: StopClock,
): Promise<CollectionMetadata> {
  if (ended.error === undefined) return ended.output;
  const last = await collectionMetadata(run, statusOf(ended));
  const write = async (): Promise<void> => {
    if (clock.stopped.reason instanceof HandedOn) return;
    // What the process wrote that has taken the run over stays.
    if (run.fleet === undefined || (await isStillOwned(run.catalog, run.runId)))
      await writeMetadata(run.root, last);
  };
  await clock.lastStep(write().catch(() => {}));
  return last;
}

/** Failures, unknown names and series that the record of a run lists with its result; its tasks, gaps and cells have them all. */
const RECORDED = 100;

/** Records the end of a run, and gives its result; where the record cannot be written, the result says so. */
export async function recordedResult(
  owned: OwnedRun,
  { state }: Pick<FlowRun<CollectionMetadata>, 'state'>,
  result: CollectionResult,
): Promise<CollectionResult> {
  const { verdicts: _, absent: __, failures, unknown, coverage, ...record } = result;
  const listed = {
    failures: failures.slice(0, RECORDED),
    unknown: unknown.slice(0, RECORDED),
    coverage: coverage && shortened(coverage, RECORDED),
  };
  try {
    await owned.end({ state, result: { ...record, ...listed } });
    return result;
  } catch (thrown) {
    // The files are in place all the same; the next run finds the end of this one missing.
    const error = asTapehaulError(thrown);
    if (state === 'Cancelled' && isLocked(error)) return result;
    return { ...result, status: 'failed', error: error.toJSON(), exit_code: error.exitCode };
  }
}

/** Whether an error says that another process has the record locked. */
export function isLocked(error: CodedError | undefined): boolean {
  return error?.code === 'catalog_failed' && error.facts.locked === true;
}
