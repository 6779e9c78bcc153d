import type { CatalogReader, RunRecord } from '@tapehaul/workflow';
import type { ACTIONS } from '../schema/run-schema.ts';

/** What can be requested of a run. */
export type RunAction = (typeof ACTIONS)[number];

/** What can be requested of a run in progress, by its state. */
export function actionsInProgress(state: string): RunAction[] {
  if (state === 'Cancelling') return [];
  return ['cancel', state === 'Paused' ? 'unpause' : 'pause'];
}

/** What can be requested of a recorded run that no process works on: whether continuing it would find anything to do. */
export async function actionsAfterEnd(record: CatalogReader, { runId }: RunRecord): Promise<RunAction[]> {
  const [isLeft, mayRetry] = [
    await record.hasWork(runId, { failed: false }),
    await record.hasWork(runId, { failed: true }),
  ];
  return [...(isLeft ? (['resume'] as const) : []), ...(mayRetry ? (['retry'] as const) : [])];
}
