import type { TapehaulError } from '@tapehaul/errors';
import type { RetryDelay } from './retry.ts';
import type { StateName } from './states.ts';

/** What a task's body gets beside its input. */
export interface TaskContext {
  readonly runId: string;
  readonly taskId: string;
  /** Number of this attempt, 1 for the first. */
  readonly attempt: number;
  /** Aborted when the run is stopped or the attempt takes too long. */
  readonly signal: AbortSignal;
}

/** How a task is run. */
export interface TaskOptions<Output> {
  /** Attempts after the first; 0 by default. */
  readonly retries?: number;
  /** Wait before each retry, in seconds; 0 by default. */
  readonly retryDelaySeconds?: RetryDelay;
  /** Longest time for one attempt, in seconds; unlimited by default. */
  readonly timeoutSeconds?: number;
  /** Whether an error is worth a retry; by default what the error itself says. */
  readonly retryOn?: (error: TapehaulError) => boolean;
  /** Name of the final state for an output; `Completed` by default. */
  readonly completedAs?: (output: Output) => StateName;
  /** Name of the final state for an error; `Failed` by default. */
  readonly failedAs?: (error: TapehaulError) => StateName;
}

/** A unit of work: a typed function with a name and rules. */
export interface Task<Input, Output> {
  readonly name: string;
  readonly options: TaskOptions<Output>;
  readonly body: (input: Input, context: TaskContext) => Promise<Output>;
}

/** Defines a task. */
export function task<Input, Output>(
  name: string,
  options: TaskOptions<Output>,
  body: (input: Input, context: TaskContext) => Promise<Output>,
): Task<Input, Output> {
  return { name, options, body };
}

/** How a task ended: with an output or with an error. */
export type TaskResult<Input, Output> = {
  readonly taskId: string;
  readonly input: Input;
  readonly state: StateName;
  readonly attempts: number;
} & (
  | { readonly output: Output; readonly error?: never }
  | { readonly output?: never; readonly error: TapehaulError }
);
