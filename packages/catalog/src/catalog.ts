import type {
  CoverageQuery,
  FailureClass,
  LogPage,
  LogQuery,
  Page,
  RunQuery,
  SeriesCoverage,
  StateCount,
  TaskPage,
  TaskQuery,
  TimelineSlice,
} from './queries.ts';
import type {
  AttemptRecord,
  ChangeRecord,
  GapRecord,
  NewLog,
  NewRun,
  ObjectRecord,
  PlannedTask,
  RunRecord,
  RunSummary,
  StateRecord,
  TaskChange,
  TaskOutcome,
  TaskRecord,
  VersionRecord,
} from './records.ts';

/** What another process can wish of the owner of a run. */
export type Wish = 'cancel' | 'pause' | 'resume';

/** What a process hears that owns a run. */
export interface OwnerOptions {
  /**
   * Another process wishes something of the run; heard within about a second. A process that was silent for so
   * long that another took its run for dead hears `cancel`, and what it still hands in of that run is dropped.
   */
  readonly onWish?: (wish: Wish) => void;
}

/** An object that a former run may have missed. */
export interface MissingObject {
  /** Id of its task, and the state in which a task ends whose object does not exist. */
  readonly taskId: string;
  readonly state: string;
  readonly series: string;
  /** Its first day, UTC. */
  readonly day: string;
}

/**
 * What is recorded of one output directory. Reading never waits for a writer; what this process has written is
 * seen by its own reads at once, and by others within a quarter of a second.
 */
export interface CatalogReader {
  /** A run; undefined when there is none of that id. */
  run(runId: string): RunRecord | undefined;
  /** Runs, the newest first, without what may be large. */
  runs(query?: RunQuery): Page<RunSummary>;
  /** The states that a run has been in, the first one first. */
  runHistory(runId: string): StateRecord[];
  /** A page of a run's tasks. */
  tasks(runId: string, query?: TaskQuery): TaskPage;
  /** What became of a run's tasks of that name, whose ids are keys of objects, in the order of the plan. */
  outcomes(runId: string, name: string): Iterable<TaskOutcome>;
  task(runId: string, taskId: string): TaskRecord | undefined;
  /** The attempts of a task that have ended, the first one first. */
  attempts(runId: string, taskId: string): AttemptRecord[];
  /** The states that a task has been in, the first one first. */
  taskHistory(runId: string, taskId: string): StateRecord[];
  /** How many tasks of a run, or those of one name, are in each state. Costs the same for any number of tasks. */
  counts(runId: string, name?: string): Readonly<Record<string, StateCount>>;
  /** A run's time from its first ended task to its last, in at most so many equal slices; 60 by default. */
  timeline(runId: string, slices?: number): TimelineSlice[];
  /** Whether {@link Catalog.resumeRun} of a run that has ended would find anything to do. */
  hasWork(runId: string, what: { readonly failed: boolean }): boolean;
  /** Failed tasks by error code, the most frequent first. */
  failures(runId: string): FailureClass[];
  /** A page of a run's log. */
  logs(runId: string, query?: LogQuery): LogPage;
  /** The object held under a key. */
  find(key: string): ObjectRecord | undefined;
  /** The objects held under those keys, by key: a fifth of the time of finding each. */
  findAll(keys: readonly string[]): ReadonlyMap<string, ObjectRecord>;
  /**
   * All objects held, in the order of their keys; or those whose series begins so, in the order of series,
   * partition and period. Read as they are asked for.
   */
  held(prefix?: string): Generator<ObjectRecord>;
  /** The objects that a run has recorded, in the order of their keys, read as they are asked for. */
  recordedBy(runId: string): Generator<ObjectRecord>;
  /** What is held by series and partition. */
  coverage(query?: CoverageQuery): Page<SeriesCoverage>;
  /** The gaps that a run was told of, in the order of series and days. */
  gaps(runId: string): Generator<GapRecord>;
  /** What a run found to have changed at the source. */
  changes(runId: string): Generator<ChangeRecord>;
  /** What was last found to have changed of an object, by any run. */
  lastChange(key: string): ChangeRecord | undefined;
  /**
   * Whether a run was told that its source does not have an object: its task ended so named, or a day of its
   * series lies in a gap.
   */
  wasMissing(runId: string, missing: MissingObject): boolean;
  /** Former versions of an object, the newest first; of all objects without a key. */
  versions(key?: string): Generator<VersionRecord>;
  close(): void;
}

/**
 * The record of one output directory. Task states, logs and objects are written in groups, a quarter of a
 * second or a thousand rows apart: a killed process loses at most the last group, and looks at those files
 * again. Every call may throw a TapehaulError `catalog_failed`, also for rows that an earlier call handed in;
 * those are kept and written with the next group that can be.
 */
export interface Catalog extends CatalogReader {
  /**
   * Records a run as Running and makes this process its owner. Runs whose owner is dead become Crashed.
   * Throws a TapehaulError `output_in_use` while a living process owns one; a run beside its parent, in the
   * process of its parent, is let in.
   */
  startRun(run: NewRun, options?: OwnerOptions): void;
  /**
   * Makes this process the owner of a run that has ended in Crashed, Cancelled, Failed or with gaps, and
   * records it as Running again. Its tasks that were Crashed or Cancelled are Scheduled again, and with
   * `failed` those that failed too. What it was asked to do becomes `parameters`, where they are given. Throws a TapehaulError `output_in_use` as {@link Catalog.startRun} does,
   * `run_not_found`, and `run_complete` when nothing of it is left to do.
   */
  resumeRun(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown },
    options?: OwnerOptions,
  ): RunRecord;
  /**
   * Marks runs whose owner is dead as Crashed, when they were last heard of, and tells which. Their tasks that
   * ran or waited for another attempt are Crashed too; those still Scheduled stay so.
   */
  buryDead(): string[];
  /** Tells the owner of a run a wish. Throws a TapehaulError `run_not_found`, or `run_ended` when none owns it. */
  wish(runId: string, wish: Wish): void;
  /**
   * Stores planned tasks, as Scheduled unless they are done already, and tells how many are new; those that the
   * run has already are left as they are. They outlive this process once it resolves. Other work and signals
   * get their turn in between.
   */
  planTasks(runId: string, tasks: Iterable<PlannedTask> | AsyncIterable<PlannedTask>): Promise<number>;
  /** Records that the plan of a run is stored in whole. */
  endPlan(runId: string): void;
  /** The planned tasks of a run that are not in a final state, as planned, read as they are asked for. */
  remainingTasks(runId: string, name: string): Generator<PlannedTask>;
  /** Records a state of a task; a task that was not planned is recorded with it. */
  recordTask(change: TaskChange): void;
  /** Records a state of a run that is not its end, as Paused. */
  recordRun(runId: string, state: string, at: number): void;
  /** Records the identity of a run's span, as W3C traceparent. */
  recordTrace(runId: string, traceparent: string): void;
  recordLog(log: NewLog): void;
  recordObject(object: ObjectRecord): void;
  recordVersion(version: VersionRecord): void;
  recordChange(change: ChangeRecord): void;
  recordGap(runId: string, gap: GapRecord): void;
  /** Removes the record of an object that is not held any more. */
  forgetObject(key: string): void;
  /** Records how a run ended, with its result as JSON-able data. */
  endRun(runId: string, state: string, result: unknown): void;
  /** Writes what waits to be written. */
  flush(): void;
  /** From now on another process that writes is waited for a moment only, since this one is being stopped. */
  hurry(): void;
}
