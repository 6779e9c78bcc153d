import type {
  FailureClass,
  Page,
  Pages,
  RunQuery,
  StateCount,
  TaskPage,
  TaskQuery,
  TimelineQuery,
  TimelineSlice,
} from '../records/queries.ts';
import type {
  AttemptRecord,
  RunRecord,
  RunSummary,
  StateRecord,
  TaskOutcome,
  TaskRecord,
} from '../records/records.ts';
import type { FailedTask, TaskSelection } from '../records/task-keys.ts';
import type { Runs } from './runs.ts';

/**
 * Reads runs and their tasks. A run that is recorded as open and whose owner is dead is shown as Crashed at its last sign of
 * life, with those of its tasks that were in progress, as {@link Runs.markCrashedRuns} records it; the reading writes nothing.
 */
export interface RunsReader {
  /** A run; undefined when there is none with that id. */
  run(runId: string): Promise<RunRecord | undefined>;
  /** Runs, the newest first, without what may be large. */
  runs(query?: RunQuery): Promise<Page<RunSummary>>;
  /** The states that a run has been in, the first one first. */
  runHistory(runId: string): Promise<StateRecord[]>;
  /** A page of a run's tasks. */
  tasks(runId: string, query?: TaskQuery): Promise<TaskPage>;
  /** The state of each of a run's tasks with that name, whose ids are keys of objects, in the order of the plan. */
  outcomes(runId: string, name: string): Pages<TaskOutcome>;
  task(runId: string, taskId: string): Promise<TaskRecord | undefined>;
  /** The attempts of a task that have ended, the first one first. */
  attempts(runId: string, taskId: string): Promise<AttemptRecord[]>;
  /** The states that a task has been in, the first one first. */
  taskHistory(runId: string, taskId: string): Promise<StateRecord[]>;
  /** How many tasks of a run, or those of one name, are in each state. Costs the same for any number of tasks. */
  counts(runId: string, name?: string): Promise<Readonly<Record<string, StateCount>>>;
  /** A run's time, from its first ended task to its last or between two times, in slices. */
  timeline(runId: string, query?: TimelineQuery): Promise<TimelineSlice[]>;
  /**
   * Whether continuing a run that has ended would find anything to do; with `only`, whether one of these tasks failed or was
   * stopped.
   */
  hasWork(runId: string, what: { readonly failed: boolean; readonly only?: TaskSelection }): Promise<boolean>;
  /** Failed tasks by error code, the most frequent first. */
  failures(runId: string): Promise<FailureClass[]>;
  /** Each failed task, with its reason. */
  failedTasks(runId: string): Pages<FailedTask>;
}
