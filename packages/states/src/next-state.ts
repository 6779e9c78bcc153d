import { isFailed } from './kinds.ts';
import type { StateName } from './states.ts';

/** How many tasks of a run ended in each state. */
export type StateCounts = Partial<Record<StateName, number>>;

/** The state that an attempt of a task, or of a flow's body, is made in, by its number: 1 for the first. */
export function stateOfAttempt(attempt: number): StateName {
  return attempt > 1 ? 'Retrying' : 'Running';
}

/** The state of a task that ended with an error: Cancelled where that was a stop, else the name that its rules give. */
export function stateOfFailure(isStopped: boolean, name: StateName | undefined): StateName {
  return isStopped ? 'Cancelled' : (name ?? 'Failed');
}

/** The state in which a paused run continues, by the number of its attempt, and whether it waits for the next. */
export function stateAfterPause(attempt: number, awaitsRetry: boolean): StateName {
  return awaitsRetry ? 'AwaitingRetry' : stateOfAttempt(attempt);
}

/** The state of a run whose body has ended: with gaps when any of its tasks failed, whatever the body made of that. */
export function stateOfRun(counts: Readonly<StateCounts>): StateName {
  const failed = Object.entries(counts).some(([state, count]) => count > 0 && isFailed(state));
  return failed ? 'CompletedWithGaps' : 'Completed';
}
