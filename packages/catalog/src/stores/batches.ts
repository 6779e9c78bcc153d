import type { ErrorRecord } from '@tapehaul/errors';
import type { Page, PageRequest, Pages } from '../records/queries.ts';
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
  /**
   * Claims this batch, also from a living holder: an engine has handed it out because it takes that one for dead. The first free batch
   * when it is left out.
   */
  readonly batch?: number;
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
  /** {@link BatchRecord.losses}, this claim included. */
  readonly losses: number;
}

/** A batch of a run, as it stands. */
export interface BatchRecord {
  /** Its place among the batches of the run, 1 for the first. */
  readonly batch: number;
  /** Name of its tasks. */
  readonly name: string;
  /** How many of its tasks have no outcome. */
  readonly left: number;
  /** How often it was claimed. */
  readonly claims: number;
  /** Who claimed it last; null before its first claim. */
  readonly holder: string | null;
  /** Whether that one has it: its lease has not run out, and it did not give the batch back. */
  readonly isHeld: boolean;
  /**
   * How many holders in a row have lost it, or given it back with an error, since a task of it had an outcome. A batch that kills who
   * works on it shows by that.
   */
  readonly losses: number;
  /** Why it was given back last; null when it was not, or without an error, or a task of it had an outcome since. */
  readonly failure: ErrorRecord | null;
}

/** Which batches of a run, in the order of the plan. */
export interface BatchQuery extends PageRequest {
  /** Name of their tasks; all by default. */
  readonly name?: string;
  /** Only those with tasks that have no outcome. */
  readonly open?: boolean;
}

/** Reads the batches of a run. */
export interface BatchesReader {
  /** A page of a run's batches; none when there is no run of that id. */
  batches(runId: string, query?: BatchQuery): Promise<Page<BatchRecord>>;
  /**
   * The reports on batches whose tasks have that name, in the order of the plan, those of a batch in the order in which they were kept, a few batches
   * at a time. The summary of a part of a plan is the report on its batch.
   */
  batchReports(runId: string, name: string): Pages<unknown>;
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
   * Claims the first batch of the plan that has tasks without an outcome and no living holder, or the one that is named; undefined when
   * there is none with tasks left.
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
   * Keeps what came of a batch beside the outcomes of its tasks, as JSON-able data, behind the reports that it has; nothing where these have a MiB by now.
   * Rejects with `batch_lost`, and keeps nothing, when the batch has been claimed again or given back.
   */
  report(claim: BatchClaim, report: unknown): Promise<void>;
  /**
   * Gives a batch back, so that it can be claimed at once; tasks that had begun are Scheduled again. `failure` is why, where something
   * went wrong with it. Rejects with `batch_lost` when it has been claimed again.
   */
  release(claim: BatchClaim, failure?: ErrorRecord): Promise<void>;
}
