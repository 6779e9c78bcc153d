/** A run about to start. */
export interface NewRun {
  readonly runId: string;
  readonly flow: string;
  /** What the run was asked to do, as JSON-able data. */
  readonly parameters: unknown;
}

/** A run as recorded. Times are milliseconds since 1970 UTC. */
export interface RunRecord {
  readonly runId: string;
  readonly flow: string;
  readonly state: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Process that owns or owned the run. */
  readonly ownerPid: number;
}

/** A task to be done. */
export interface PlannedTask {
  readonly taskId: string;
  /** What it needs beside its id, as JSON-able data; null when that is all. */
  readonly input: unknown;
  /** Name of its final state, when it was found to be done already; it is then not among what remains. */
  readonly done?: string;
}

/** A task's latest state. */
export interface TaskRecord {
  readonly runId: string;
  readonly taskId: string;
  readonly state: string;
  /** Whether nothing comes after that state. */
  readonly final: boolean;
  readonly attempts: number;
  readonly updatedAt: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** An object that is held: whole, in place, and what proves it. */
export interface ObjectRecord {
  readonly key: string;
  /** Below the output directory, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string | null;
  readonly proof: 'sidecar' | 'none';
  readonly etag: string | null;
  readonly runId: string;
  readonly recordedAt: number;
}

/**
 * The record of one output directory. Task states and objects are written in groups, a quarter of a second
 * or a thousand rows apart: a killed process loses at most the last group, and looks at those files again.
 * Every call may throw a TapehaulError `catalog_failed`, also for rows that an earlier call handed in; those
 * are kept and written with the next group that can be.
 */
export interface Catalog {
  /**
   * Records a run as Running and makes this process its owner. Runs whose owner is dead become Crashed.
   * Throws a TapehaulError `output_in_use` while another process owns one.
   */
  startRun(run: NewRun): void;
  /**
   * Stores planned tasks, as Scheduled unless they are done already, and tells how many there are. They outlive this process once it
   * resolves. Other work and signals get their turn in between.
   */
  planTasks(runId: string, tasks: Iterable<PlannedTask> | AsyncIterable<PlannedTask>): Promise<number>;
  /** The tasks of a run that are not in a final state, in the order of their ids, read as they are asked for. */
  remainingTasks(runId: string): Generator<PlannedTask>;
  recordTask(task: TaskRecord): void;
  recordObject(object: ObjectRecord): void;
  /** The object held under a key. */
  find(key: string): ObjectRecord | undefined;
  /** Records how a run ended, with its result as JSON-able data. */
  endRun(runId: string, state: string, result: unknown): void;
  /** Runs, the newest first. */
  runs(limit?: number): RunRecord[];
  /** Tasks of a run, by state if one is given, in the order of their ids. */
  tasks(runId: string, state?: string): TaskRecord[];
  /** How many tasks of a run are in each state. */
  countByState(runId: string): Record<string, number>;
  /** Writes what waits to be written. */
  flush(): void;
  close(): void;
}
