import { everyRow } from '../../every-row.ts';
import type { BatchClaim, ClaimedBatch, HandedIn } from '../../stores/batches.ts';
import type { Catalog } from '../../stores/catalog.ts';
import { NAME, object } from '../setup/record-under-test.ts';

/** Claims the next batch of run `r1`, for the usual lease or for N seconds. */
export async function claim(catalog: Catalog, holder = 'a', seconds?: number): Promise<ClaimedBatch> {
  const lease = seconds === undefined ? {} : { leaseSeconds: seconds };
  const claimed = await catalog.claim('r1', { name: NAME, holder, ...lease });
  if (claimed === undefined) throw new Error('there is no batch to claim');
  return claimed;
}

/** The ids of the tasks that a claim gave. */
export function idsOf({ tasks: claimed }: Pick<ClaimedBatch, 'tasks'> & BatchClaim): string[] {
  return claimed.map(({ taskId }) => taskId);
}

/** The ids of the tasks of run `r1` that have no outcome. */
export async function remaining(catalog: Catalog): Promise<string[]> {
  return (await Array.fromAsync(everyRow(catalog.remainingTasks('r1', NAME)))).map(({ taskId }) => taskId);
}

/** A task that enters states, one a second; with a last one that is Completed its object is held. */
export function steps(
  taskId: string,
  states: readonly ('Running' | 'Completed' | 'Failed')[],
  more: { readonly bytes?: number } = {},
): HandedIn[] {
  return states.map((state, place): HandedIn => {
    const phase = state === 'Running' ? 'running' : 'final';
    const error = state === 'Failed' ? { errorCode: 'throttled', errorMessage: 'slow down' } : {};
    const at = 1_000 + place * 1_000;
    const change = {
      runId: 'r1',
      taskId,
      name: NAME,
      state,
      phase,
      attempt: 1,
      at,
      ...error,
      ...more,
    } as const;
    return state === 'Completed' ? { change, object: object('r1', taskId, more) } : { change };
  });
}
