/** State of a task that was planned and not taken up yet. */
export const SCHEDULED = 'Scheduled';

/** State of what its owner left behind when it died. */
export const CRASHED = 'Crashed';

/** States in which a task was stopped from outside: nothing is known of whether it can be done. */
const STOPPED: ReadonlySet<string> = new Set([CRASHED, 'Cancelled']);

/** Final states that tell of a failure even without an error code. */
const FAILED: ReadonlySet<string> = new Set(['Failed', 'Corrupt', 'Gone']);

/** Whether a final state means that a task, or a run, was stopped. */
export function isStopped(state: string): boolean {
  return STOPPED.has(state);
}

/** Whether a final state, with its error code, means that a task failed. */
export function isFailure(state: string, errorCode: string | null): boolean {
  return FAILED.has(state) || (errorCode !== null && !isStopped(state));
}
