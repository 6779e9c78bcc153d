import type { ObjectRecord, PlannedTask, TaskChange } from '../records/records.ts';
import type { CellRecord } from './coverage.ts';

/** Seconds for which a batch stays with its holder unless it is renewed. */
export const BATCH_LEASE_SECONDS = 60;

/** Who claims a batch, and of which tasks. */
export interface ClaimOptions {
  /** Name of the tasks. */
  readonly name: string;
  /** Names who works on the batch, such as a UUID for each worker. A batch is never claimed by the holder that has it. */
  readonly holder: string;
  /** Seconds until another holder may claim it; {@link BATCH_LEASE_SECONDS} by default. */
  readonly leaseSeconds?: number;
}

/** Which batch is claimed, and by which claim. Plain data: it can be sent to another process. */
export interface BatchClaim {
  readonly runId: string;
  /** Its place among the batches of the run, 1 for the first. */
  readonly batch: number;
  /** The fence: each claim of the batch has a greater one, and only the claim with the greatest one writes. */
  readonly epoch: number;
  /** Seconds until another holder may claim the batch, from the claim on and from each time that its lease is renewed. */
  readonly leaseSeconds: number;
}

/** A planned task of a claimed batch that has no outcome. */
export interface ClaimedTask extends PlannedTask {
  /** What is held under its id as key; null when nothing is. */
  readonly held: ObjectRecord | null;
}

/** A batch as it was claimed. */
export interface ClaimedBatch extends BatchClaim {
  /** The tasks of the batch that have no outcome, in the order of the plan. */
  readonly tasks: readonly ClaimedTask[];
}

/** What happened to a task of a claimed batch. */
export interface HandedIn {
  readonly change: TaskChange;
  /** What is held since then, where the task has found or brought an object. */
  readonly object?: ObjectRecord;
  /** What became known of its file, where it is not held since then. */
  readonly cells?: CellRecord;
}

/**
 * Hands out the plan of a run in batches, and takes the outcomes of their tasks. Several processes may work on one run, each
 * on batches of its own. A planned task stays as it is planned; a final state is stored beside it, once.
 */
export interface Batches {
  /**
   * Claims the first batch of the plan that has tasks without an outcome and no living holder; undefined when there is none.
   * Tasks that a former holder had begun are Scheduled again, and their attempt has ended in Crashed. Rejects with
   * `run_not_found`, with `run_ended` for a run that nobody works on, and with `output_in_use` when another process has taken
   * over the run from this one.
   */
  claim(runId: string, options: ClaimOptions): Promise<ClaimedBatch | undefined>;
  /** Keeps a batch for another lease of its claim from now on. Rejects with `batch_lost` when it has been claimed again. */
  renew(claim: BatchClaim): Promise<void>;
  /**
   * Stores what happened to tasks of a batch, in order and in one transaction, and renews the lease of its claim. Resolves once that
   * outlives this process. A task that has its outcome keeps it: the same handed in twice counts once. Rejects with
   * `batch_lost`, and stores nothing, when the batch has been claimed again or its run was taken over.
   */
  handIn(claim: BatchClaim, what: readonly HandedIn[]): Promise<void>;
  /**
   * Gives a batch back, so that it can be claimed at once; tasks that had begun are Scheduled again. Rejects with `batch_lost`
   * when it has been claimed again.
   */
  release(claim: BatchClaim): Promise<void>;
}
