import { isFailed, isStopped } from '@tapehaul/states';

export { CRASHED, isStopped, SCHEDULED } from '@tapehaul/states';

/** Whether a final state, with its error code, means that a task failed. */
export function isFailure(state: string, errorCode: string | null): boolean {
  return isFailed(state) || (errorCode !== null && !isStopped(state));
}
