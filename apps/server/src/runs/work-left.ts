import { TapehaulError } from '@tapehaul/errors';
import type { CatalogReader, RunRecord, TaskSelection } from '@tapehaul/workflow';

/**
 * Refuses to continue a run with nothing left to do, or nothing that is selected, as its record would once the run begins: with a TapehaulError
 * `run_complete`; or `output_in_use` while a process works on it.
 */
export async function requireWork(
  record: CatalogReader,
  run: RunRecord,
  kind: 'resume' | 'retry',
  only?: TaskSelection,
): Promise<void> {
  const { runId, state, owner } = run;
  if (run.endedAt === null) {
    throw new TapehaulError('output_in_use', `${owner.name} works on run ${runId}`, {
      hint: 'Wait until it has ended, or cancel it.',
    });
  }
  const failed = kind === 'retry';
  if (await record.hasWork(runId, { failed, ...(only === undefined ? {} : { only }) })) return;
  if (only !== undefined) {
    throw new TapehaulError('run_complete', `no failed file of run ${runId} fits the selection`, {
      hint: `List what failed: GET /v1/runs/${runId}/failures.`,
    });
  }
  throw new TapehaulError('run_complete', `run ${runId} is ${state}: nothing is left to do`, {
    hint: (await record.hasWork(runId, { failed: true }))
      ? `Try again what failed with it: POST /v1/runs/${runId}/retry.`
      : 'Start a new run to look for what has changed since: POST /v1/runs.',
  });
}
