import type { StateName } from '@tapehaul/orchestrator';

/** Names of the states of files that are in place. */
export const IN_PLACE_STATES: readonly StateName[] = ['Completed', 'Cached', 'Unverified'];
