import { BATCH_LEASE_SECONDS, type ClaimedBatch, type HandedIn, type TaskChange } from '@tapehaul/catalog';
import { asTapehaulError } from '@tapehaul/errors';
import type { TaskContext } from '@tapehaul/orchestrator';
import { PART_TASK } from '../../flow-names.ts';
import { isLost } from '../batches/unless-lost.ts';
import { type PartRun, planPart } from './plan-part.ts';

/** Time between two renewals of the lease of a part, in milliseconds. */
const RENEW_EVERY = (BATCH_LEASE_SECONDS * 1_000) / 3;

/**
 * Plans the part of a claimed batch and stores it; gives how many files it has. Rejects as planning does, and with `batch_lost` when another process has
 * claimed it.
 */
export async function planClaimed(
  run: PartRun,
  claimed: ClaimedBatch,
  { signal }: Pick<TaskContext, 'signal'>,
): Promise<number> {
  const { catalog, runId } = run;
  const [task] = claimed.tasks;
  if (task === undefined) return 0;
  const { taskId } = task;
  const { tasks: _, ...claim } = claimed;
  const lost = new AbortController();
  const renewal = setInterval(() => {
    // A record that cannot be written is reported by what is stored.
    catalog.renew(claim).catch((thrown: unknown) => {
      if (isLost(thrown)) lost.abort(asTapehaulError(thrown));
    });
  }, RENEW_EVERY);
  const log: TaskContext['log'] = (level, message) =>
    catalog.recordLog({ runId, taskId, attempt: null, at: Date.now(), level, message });
  const begun = changeOf(runId, taskId, 'Running');
  try {
    const part = await planPart(run, task, { signal: AbortSignal.any([signal, lost.signal]), log });
    await catalog.storePart(claim, [begun, changeOf(runId, taskId, 'Completed')], part);
    return part.tasks.length;
  } catch (thrown) {
    if (lost.signal.aborted) throw lost.signal.reason;
    throw thrown;
  } finally {
    clearInterval(renewal);
  }
}

function changeOf(runId: string, taskId: string, state: 'Running' | 'Completed'): HandedIn {
  const phase = state === 'Running' ? 'running' : 'final';
  const change: TaskChange = { runId, taskId, name: PART_TASK, state, phase, attempt: 1, at: Date.now() };
  return { change };
}
