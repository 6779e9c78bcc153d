import type { CodedError } from '@tapehaul/errors';
import type { StateName } from '@tapehaul/states';

/** A run entered a state. All times are milliseconds since 1970 UTC. */
export interface RunEvent {
  readonly kind: 'run';
  readonly runId: string;
  readonly flow: string;
  /** The run that started this one. */
  readonly parentRunId?: string;
  readonly tags: readonly string[];
  readonly state: StateName;
  readonly at: number;
  /** Number of the attempt of the flow's body, 1 for the first. */
  readonly attempt: number;
  /** The parameters of the flow; with the first event of a run. */
  readonly parameters?: unknown;
  /** Identity of the run's span, as W3C traceparent; with the first event of a run that is traced. */
  readonly traceparent?: string;
  /** Why it failed, or will be tried again. */
  readonly error?: CodedError;
  /** When it continues by itself; with AwaitingRetry. */
  readonly retryAt?: number;
}

/** A task entered a state. */
export interface TaskEvent {
  readonly kind: 'task';
  readonly runId: string;
  readonly task: string;
  readonly taskId: string;
  readonly tags: readonly string[];
  readonly state: StateName;
  /** Number of the attempt, 1 for the first; 0 before it. */
  readonly attempt: number;
  readonly at: number;
  /** Why it failed, or why it will be tried again. */
  readonly error?: CodedError;
  /** What it gave, when it completed. */
  readonly output?: unknown;
  /** When the next attempt is due; with AwaitingRetry. */
  readonly retryAt?: number;
}

/** How weighty a line of the log is. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A task or a flow has something to say. */
export interface LogEvent {
  readonly kind: 'log';
  readonly runId: string;
  /** Both null when the flow itself says it. */
  readonly task: string | null;
  readonly taskId: string | null;
  readonly attempt: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  /** Span that it is said in; absent when nothing is traced. */
  readonly traceId?: string;
  readonly spanId?: string;
}

/** Everything that a listener receives. */
export type OrchestratorEvent = RunEvent | TaskEvent | LogEvent;

/** Receives every event, in order. It must not throw: what it throws ends the run. */
export type Listener = (event: OrchestratorEvent) => void;

/** Says something in the name of a task or a flow. */
export type Log = (level: LogLevel, message: string) => void;
