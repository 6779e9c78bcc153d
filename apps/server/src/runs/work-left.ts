import { TapehaulError } from '@tapehaul/errors';
import type { CatalogReader, RunRecord } from '@tapehaul/workflow';

/**
 * Refuses to continue a run with nothing left to do, as its record would once the run begins: with a TapehaulError
 * `run_complete`; or `output_in_use` while a process works on it.
 */
export async function requireWork(
  record: CatalogReader,
  run: RunRecord,
  kind: 'resume' | 'retry',
): Promise<void> {
  const { runId, state, owner } = run;
  if (run.endedAt === null) {
    throw new TapehaulError('output_in_use', `${owner.name} works on run ${runId}`, {
      hint: 'Wait until it has ended, or cancel it.',
    });
  }
  if (await record.hasWork(runId, { failed: kind === 'retry' })) return;
  throw new TapehaulError('run_complete', `run ${runId} is ${state}: nothing is left to do`, {
    hint: (await record.hasWork(runId, { failed: true }))
      ? `Try again what failed with it: POST /v1/runs/${runId}/retry.`
      : 'Start a new run to look for what has changed since: POST /v1/runs.',
  });
}
