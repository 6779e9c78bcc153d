import type { TapehaulError } from '@tapehaul/errors';
import type { StateName } from './states.ts';

/** A run entered a state. */
export interface RunEvent {
  readonly kind: 'run';
  readonly runId: string;
  readonly flow: string;
  readonly state: StateName;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly error?: TapehaulError;
}

/** A task entered a state. */
export interface TaskEvent {
  readonly kind: 'task';
  readonly runId: string;
  readonly task: string;
  readonly taskId: string;
  readonly state: StateName;
  /** Number of the attempt, 1 for the first; 0 before it. */
  readonly attempt: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Why it failed, or why it will be tried again. */
  readonly error?: TapehaulError;
  /** What it gave, when it completed. */
  readonly output?: unknown;
  /** When the next attempt is due, in milliseconds since 1970 UTC; with AwaitingRetry. */
  readonly retryAt?: number;
}

/** Everything that a listener hears. */
export type OrchestratorEvent = RunEvent | TaskEvent;

/** Hears of every state, in order. It must not throw: what it throws ends the run. */
export type Listener = (event: OrchestratorEvent) => void;
