import type { ErrorRecord } from '@tapehaul/errors';

/** How a worker ended with a batch that it was handed. */
export type BatchOutcome =
  /** All of its files have an outcome. */
  | 'done'
  /** It had nothing left, or its run has ended. */
  | 'nothing'
  /** The worker stops, or the run was withdrawn: what is left is for another worker, or for later. */
  | 'given_back'
  /** Another worker has claimed it, or another process has taken over its run. */
  | 'lost'
  /** Too many workers in a row had lost it: what was left of it is recorded as Crashed. */
  | 'crashed'
  /** Something went wrong that is not about a single file. */
  | 'failed';

/** A batch has ended for this worker. */
export interface WorkerBatchEvent {
  readonly kind: 'worker_batch';
  readonly run_id: string;
  readonly batch: number;
  readonly outcome: BatchOutcome;
  /** Files that got an outcome here, and the bytes that were fetched for them. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were planned, where the batch was a part of a plan; null for a batch of files. */
  readonly planned: number | null;
  readonly seconds: number;
  /** Why, where something went wrong. */
  readonly error: ErrorRecord | null;
}

/** A worker has opened a run, to work on its batches. */
export interface WorkerRunEvent {
  readonly kind: 'worker_run';
  readonly run_id: string;
  /** Absolute path. */
  readonly output_directory: string;
  /** Absolute path of the directory in which files arrive on this machine. */
  readonly staging: string;
  /** Among how many workers the limits of the run are divided. */
  readonly workers: number;
}

/** The owner of a run is dead, and this worker coordinates the run from now on, or does no longer. */
export interface WorkerTakeOverEvent {
  readonly kind: 'worker_take_over';
  readonly run_id: string;
  readonly output_directory: string;
  readonly step: 'begun' | 'ended';
  readonly error: ErrorRecord | null;
}

/** What a worker reports. */
export type WorkerEvent = WorkerBatchEvent | WorkerRunEvent | WorkerTakeOverEvent;

/** What a worker has done by now, and what it does. */
export interface WorkerCounts {
  /** Batches that it works on. */
  readonly running: number;
  /** Runs that it has taken over from a dead owner, and coordinates. */
  readonly coordinated: number;
  /** Batches that ended with all of their files. */
  readonly batches: number;
  readonly files: number;
  readonly failed: number;
  /** Bytes that were fetched. */
  readonly bytes: number;
}
