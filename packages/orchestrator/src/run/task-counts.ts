import type { StateCounts } from '@tapehaul/states';

/**
 * How many tasks of a run ended in each state. A task that failed and that a further attempt of the flow's body does
 * again, by the id that its caller gave it or for an equal input, counts by its last end.
 */
export type TaskCounts = StateCounts;
