import type { Pages } from '../records/queries.ts';
import type { PlannedTask, TaskChange } from '../records/records.ts';

/** Stores the plan of a run, and what happens to its tasks. */
export interface Plan {
  /**
   * Stores planned tasks, as Scheduled unless they are done already, and returns how many are new; those that the run has
   * already are left as they are, so a plan that is appended twice is stored once. They outlive this process once the
   * promise resolves. Other work and signals get their turn in between. Rejects with `output_in_use` when another process
   * has taken over the run.
   */
  planTasks(runId: string, tasks: Iterable<PlannedTask> | AsyncIterable<PlannedTask>): Promise<number>;
  /** Records that the plan of a run is stored in whole. */
  endPlan(runId: string): void;
  /** The planned tasks of a run that are not in a final state, as planned, read as they are requested. */
  remainingTasks(runId: string, name: string): Pages<PlannedTask>;
  /** Records a state of a task; a task that was not planned is recorded with it. */
  recordTask(change: TaskChange): void;
}
