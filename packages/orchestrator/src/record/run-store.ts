import type { Phase } from '@tapehaul/states';
import type { LogLevel } from '../events.ts';

/** A state that a task has entered, for a record. Times are milliseconds since 1970 UTC. */
export interface TaskState {
  readonly runId: string;
  readonly taskId: string;
  readonly name: string;
  readonly state: string;
  /** `running` while an attempt is made, `final` when nothing comes after, else `waiting`. */
  readonly phase: Phase;
  /** Number of the attempt, 1 for the first; 0 before it. */
  readonly attempt: number;
  readonly at: number;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** When the next attempt is due. */
  readonly retryAt?: number;
}

/** A line of a run's log, for a record. */
export interface LogLine {
  readonly runId: string;
  readonly taskId: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** A run to be recorded. */
export interface StartedRun {
  readonly runId: string;
  readonly flow: string;
  readonly parameters: unknown;
  readonly parentRunId?: string;
  readonly tags: readonly string[];
}

/** What another process requests of a run. */
export type ControlRequest = 'cancel' | 'pause' | 'resume';

/** Where the states of tasks and runs are recorded; `Details` are what a task's output adds to its row. */
export interface StateStore<Details = object> {
  recordTask(task: TaskState & Details): void;
  /** Records a state of a run that is not its end. */
  recordRun(runId: string, state: string, at: number): void;
  /** Records the identity of a run's span, as W3C traceparent. */
  recordTrace(runId: string, traceparent: string): void;
  recordLog(line: LogLine): void;
}

/** A record of runs; the `Catalog` of `@tapehaul/catalog` is one, and `openCatalog` of `@tapehaul/catalog-sqlite` makes it. */
export interface RunStore<Details = object> extends StateStore<Details> {
  /** Records a run as Running. May reject, for example when another process owns a run of the same record. */
  startRun(
    run: StartedRun,
    options: { readonly onRequest: (request: ControlRequest) => void },
  ): Promise<void>;
  /** Records how a run ended, with JSON-able data. */
  endRun(runId: string, state: string, result: unknown): void;
  /** Resolves when everything that was recorded outlives this process. Rejects when it cannot be written. */
  settled(): Promise<void>;
}
