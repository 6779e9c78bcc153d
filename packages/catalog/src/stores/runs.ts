import type { NewRun, RunRecord } from '../records/records.ts';
import type { TaskSelection } from '../records/task-keys.ts';

/** What another process can request of the owner of a run. */
export type ControlRequest = 'cancel' | 'pause' | 'resume';

/** What the owner of a run is notified of. */
export interface OwnerOptions {
  /**
   * Another process requests something of the run; received within about a second. An owner that gave no sign of life for
   * so long that another took over its run receives `cancel`, and what it still hands in of that run is dropped.
   */
  readonly onRequest?: (request: ControlRequest) => void;
}

/** Starts, continues and ends runs. One process at a time owns the runs of a record: it holds a lease on each. */
export interface Runs {
  /**
   * Records a run as Running and makes this process its owner, before anything of it is handed in. Runs whose owner is dead
   * become Crashed. Rejects with a TapehaulError `output_in_use` while a living process owns one; a run beside its parent,
   * in the process of its parent, is accepted.
   */
  startRun(run: NewRun, options?: OwnerOptions): Promise<void>;
  /**
   * Makes this process the owner of a run that has ended in Crashed, Cancelled, Failed or with gaps, and records it as
   * Running again. Its tasks that were Crashed or Cancelled are Scheduled again, and with `failed` those that failed too;
   * with `only`, of all these just the tasks that it selects. What has not ended is left to do in any case.
   * Its request becomes `parameters`, where they are given. Rejects with a TapehaulError `output_in_use` as
   * {@link Runs.startRun} does, `run_not_found`, and `run_complete` when nothing is left to do, or `only` selects nothing.
   */
  resumeRun(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: TaskSelection },
    options?: OwnerOptions,
  ): Promise<RunRecord>;
  /**
   * Marks runs whose owner is dead as Crashed, at its last sign of life, and returns their ids. Their tasks that ran or
   * waited for another attempt are Crashed too; those still Scheduled stay so. Opening or reading a record never does this:
   * readers show such a run and its tasks as they are once it is marked.
   */
  markCrashedRuns(): Promise<string[]>;
  /**
   * Hands a request to the owner of a run. Rejects with a TapehaulError `run_not_found`, or `run_ended` when none owns it.
   */
  request(runId: string, request: ControlRequest): Promise<void>;
  /** Records a state of a run that is not its end, such as Paused. */
  recordRun(runId: string, state: string, at: number): void;
  /** Records the identity of a run's span, as W3C traceparent. */
  recordTrace(runId: string, traceparent: string): void;
  /**
   * Records how a run ended, with its result as JSON-able data, and gives up its lease: another process can be the owner
   * once that is settled.
   */
  endRun(runId: string, state: string, result: unknown): void;
}
