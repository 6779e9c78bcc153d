import type { RunSummary, TaskRecord } from '../records/records.ts';
import { isFailure, isStopped } from './states.ts';

/** What decides whether a task is left to do. */
export type TaskKind = Pick<TaskRecord, 'state' | 'phase' | 'errorCode'>;

/**
 * Whether something of a run is left to do: it was stopped, has no plan, failed though none of its tasks did, or has tasks
 * that have not ended or were stopped; with `failed` also where some have failed.
 */
export function hasWorkLeft(
  { state, plannedAt }: Pick<RunSummary, 'state' | 'plannedAt'>,
  classes: readonly TaskKind[],
  failed: boolean,
): boolean {
  if (isStopped(state) || (plannedAt === null && state !== 'Completed')) return true;
  if (state === 'Failed' && !classes.some(hasFailed)) return true;
  return classes.some((it) => it.phase !== 'final' || isLeftOver(it, failed));
}

/** Whether tasks that have ended are to be done again: they were stopped, or with `failed` had failed. */
export function isLeftOver(ended: TaskKind, failed: boolean): boolean {
  return ended.phase === 'final' && (isStopped(ended.state) || (failed && hasFailed(ended)));
}

function hasFailed({ phase, state, errorCode }: TaskKind): boolean {
  return phase === 'final' && isFailure(state, errorCode);
}
