import type { Pages } from '../records/queries.ts';
import type { GapRecord, PlannedTask, TaskChange } from '../records/records.ts';
import type { BatchClaim, HandedIn } from './batches.ts';
import type { CellRecord } from './coverage.ts';

/** Remaining tasks of one folder, added up. */
export interface RemainingFolder {
  /** The id of one of them. */
  readonly example: string;
  readonly tasks: number;
  /** Of these, how many were planned with an input and with more than 0 bytes. */
  readonly sized: number;
  /** How many blocks the bytes of the sized ones fill, each task begun on a new block. */
  readonly blocks: number;
}

/** Stores the plan of a run, and what happens to its tasks. */
export interface Plan {
  /**
   * Stores planned tasks, as Scheduled unless they are done already, and returns how many are new; those that the run has
   * already are left as they are, so a plan that is appended twice is stored once. They outlive this process once the
   * promise resolves. Other work and signals get their turn in between. Rejects with `output_in_use` when another process
   * has taken over the run. A batch of them has at most `batchTasks` tasks; by default 1,000, of
   * which a database makes 5,000 where a long plan has small files.
   */
  planTasks(
    runId: string,
    tasks: Iterable<PlannedTask> | AsyncIterable<PlannedTask>,
    batchTasks?: number,
  ): Promise<number>;
  /** Records that the plan of a run is stored in whole. */
  endPlan(runId: string): void;
  /** The planned tasks of a run that are not in a final state, as planned, read as they are requested. */
  remainingTasks(runId: string, name: string): Pages<PlannedTask>;
  /**
   * What {@link Plan.remainingTasks} gives, added up by folder: the text of an id up to its last slash. A folder may come more
   * than once, and tasks of a folder below it may be counted with it. A block has `blockBytes` bytes. Bytes are those that a task was
   * planned with, whatever it has fetched since.
   */
  remainingFolders(runId: string, name: string, blockBytes: number): Pages<RemainingFolder>;
  /** Records a state of a task; a task that was not planned is recorded with it. */
  recordTask(change: TaskChange): void;
}

/** Part of a plan, as a worker has planned it. */
export interface PlannedPart {
  /** Its tasks, in the order of the plan; at most 1,000,000. */
  readonly tasks: readonly PlannedTask[];
  readonly gaps: readonly GapRecord[];
  /** What became known of files and days, in the order in which it did. */
  readonly cells: readonly CellRecord[];
  /** What else its plan has found out, as JSON-able data: `batchReports` gives it. */
  readonly summary: unknown;
}

/**
 * A plan that several processes make. It is laid out as planned tasks, each in a batch of its own (`planTasks` with 1 task a batch); who claims one of these
 * plans that part, and stores it once. The order of the plan is that of its parts, whichever worker was first.
 */
export interface PlanParts {
  /**
   * Stores what a claimed batch has planned, and what happened to the task of the batch, in one transaction, and returns how many tasks are new;
   * those that the run has already are left as they are. Its tasks and batches stand behind those of the parts before it. Stores nothing and
   * returns 0 when the task has its outcome. Rejects with `batch_lost`, and stores nothing, as {@link Batches.handIn} does, and with
   * `config_invalid` for more tasks than a part has numbers for.
   */
  storePart(claim: BatchClaim, what: readonly HandedIn[], part: PlannedPart): Promise<number>;
}
