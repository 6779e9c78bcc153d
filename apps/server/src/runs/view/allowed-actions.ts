import { type CatalogReader, type RunRecord, TABLES_FLOW } from '@tapehaul/workflow';
import type { ACTIONS } from '../schema/run-schema.ts';

/** What can be requested of a run. */
export type RunAction = (typeof ACTIONS)[number];

/** What can be requested of a run in progress, by its state. */
export function actionsInProgress(state: string): RunAction[] {
  if (state === 'Cancelling') return [];
  return ['cancel', state === 'Paused' ? 'unpause' : 'pause'];
}

/**
 * What can be requested of a recorded run that no process works on: whether continuing it would find anything to do. A build of tables
 * is not continued: the next one builds what is left.
 */
export async function actionsAfterEnd(
  record: CatalogReader,
  { runId, flow }: RunRecord,
): Promise<RunAction[]> {
  if (flow === TABLES_FLOW) return [];
  const [isLeft, mayRetry] = await Promise.all([
    record.hasWork(runId, { failed: false }),
    record.hasWork(runId, { failed: true }),
  ]);
  return [...(isLeft ? (['resume'] as const) : []), ...(mayRetry ? (['retry'] as const) : [])];
}
