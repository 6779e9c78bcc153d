import { isFinal, STATES, type StateName, typeOf } from './states.ts';

/** The state of a task that is planned and not begun. */
export const SCHEDULED = 'Scheduled' satisfies StateName;

/** The state of what its owner left behind when it died. */
export const CRASHED = 'Crashed' satisfies StateName;

/** Names of the states of tasks that failed. */
export const FAILED_STATES: readonly StateName[] = namesOf('FAILED');

/** Names of the states of tasks, or runs, that were stopped from outside: nothing is known of whether they can be done. */
export const STOPPED_STATES: readonly StateName[] = [...namesOf('CRASHED'), ...namesOf('CANCELLED')];

/** Where a task stands, in the three steps that a record counts. */
export type Phase = 'waiting' | 'running' | 'final';

/** Whether a state means that a task, or a run, failed. */
export function isFailed(state: string): boolean {
  return typeOf(state) === 'FAILED';
}

/** Whether a state means that a task, or a run, was stopped from outside. */
export function isStopped(state: string): boolean {
  const type = typeOf(state);
  return type === 'CRASHED' || type === 'CANCELLED';
}

/** Whether a run is over and has nothing left to do: it was not stopped. */
export function isSettled(state: string): boolean {
  return isFinal(state) && !isStopped(state);
}

/** The step of a state. */
export function phaseOfState(state: StateName): Phase {
  if (isFinal(state)) return 'final';
  const type = STATES[state];
  return type === 'RUNNING' || type === 'CANCELLING' ? 'running' : 'waiting';
}

function namesOf(type: string): StateName[] {
  return (Object.keys(STATES) as StateName[]).filter((name) => STATES[name] === type);
}
