import { TapehaulError } from '@tapehaul/errors';
import type { CatalogReader, RunRecord } from '@tapehaul/workflow';

/** States in which a run or a task was stopped from outside. */
const STOPPED: ReadonlySet<string> = new Set(['Crashed', 'Cancelled']);

/** States of tasks that have had their end. */
const DONE: ReadonlySet<string> = new Set([
  'Completed',
  'Cached',
  'Absent',
  'Unverified',
  'Failed',
  'Corrupt',
  'Gone',
]);

/**
 * Refuses to go on with a run of which nothing is left to do, as its record would once the run begins: with a TapehaulError
 * `run_complete`; or `output_in_use` while a process works on it.
 */
export function requireWork(record: CatalogReader, run: RunRecord, kind: 'resume' | 'retry'): void {
  const { runId, state, owner } = run;
  if (run.endedAt === null) {
    throw new TapehaulError('output_in_use', `process ${owner.pid} on ${owner.host} works on run ${runId}`, {
      hint: 'Wait until it has ended, or cancel it.',
    });
  }
  const hasFailures = record.failures(runId).length > 0;
  const isLeft = Object.keys(record.counts(runId)).some((name) => !DONE.has(name));
  if (isUnfinished(run, hasFailures) || isLeft || (kind === 'retry' && hasFailures)) return;
  throw new TapehaulError('run_complete', `run ${runId} is ${state}: nothing of it is left to do`, {
    hint: hasFailures
      ? `Try again what failed with it: POST /v1/runs/${runId}/retry.`
      : 'Start a new run to look for what has changed since: POST /v1/runs.',
  });
}

/** Whether a run has something to do beside its tasks: it was stopped, or failed though none of them did. */
function isUnfinished({ state, plannedAt }: RunRecord, hasFailures: boolean): boolean {
  if (STOPPED.has(state)) return true;
  return state === 'Failed' ? !hasFailures : plannedAt === null && state !== 'Completed';
}
