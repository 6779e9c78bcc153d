import { STATES, type StateName } from '@tapehaul/orchestrator';

/** Names of the states of files that are in place. */
export const IN_PLACE_STATES: readonly StateName[] = ['Completed', 'Cached', 'Unverified'];

/** Names of the states of files that could not be had. */
export const FAILED_STATES: readonly StateName[] = (Object.keys(STATES) as StateName[]).filter(
  (name) => STATES[name] === 'FAILED',
);
