import type { StateName } from './states.ts';

/**
 * How many tasks of a run ended in each state. A task that failed and that a further attempt of the flow's body
 * does again, by the same name and id, counts by its last end.
 */
export type TaskCounts = Partial<Record<StateName, number>>;
