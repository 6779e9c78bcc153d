import type { Pages } from '../records/queries.ts';
import type { GapRecord, PlannedTask } from '../records/records.ts';
import type { BatchClaim, HandedIn } from './batches.ts';
import type { CellRecord } from './coverage.ts';

/** Part of a plan, as a worker has planned it. */
export interface PlannedPart {
  /** Its tasks, in the order of the plan; at most 1,000,000. */
  readonly tasks: readonly PlannedTask[];
  readonly gaps: readonly GapRecord[];
  /** What became known of files and days, in the order in which it did. */
  readonly cells: readonly CellRecord[];
  /** What else its plan has found out, as JSON. */
  readonly summary: unknown;
}

/**
 * A plan that several processes make. It is laid out as planned tasks, each in a batch of its own (`planTasks` with 1 task a batch); who claims one of these
 * plans that part, and stores it once. The order of the plan is that of its parts, whoever was first.
 */
export interface PlanParts {
  /**
   * Stores what a claimed batch has planned, and what happened to the task of the batch, in one transaction, and returns how many tasks are new;
   * those that the run has already are left as they are. Its tasks and batches stand behind those of the parts before it. Stores nothing and
   * returns 0 when the task has its outcome. Rejects with `batch_lost`, and stores nothing, as {@link Batches.handIn} does.
   */
  storePart(claim: BatchClaim, what: readonly HandedIn[], part: PlannedPart): Promise<number>;
  /** The summaries of the parts of a run that are stored, in the order of the plan, a few at a time. */
  partSummaries(runId: string): Pages<unknown>;
}
