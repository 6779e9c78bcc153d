import type { Attributes } from '@opentelemetry/api';
import type { CodedError } from '@tapehaul/errors';
import type { StateName } from '@tapehaul/states';
import type { Log } from '../events.ts';
import { type Limit, limit } from './limit.ts';
import type { RetryDelay } from './retry.ts';

/** What a task's body gets beside its input. */
export interface TaskContext {
  readonly runId: string;
  readonly taskId: string;
  /** Number of this attempt, 1 for the first. */
  readonly attempt: number;
  /** Aborted when the run is stopped or the attempt takes too long. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** How a task is run. */
export interface TaskOptions<Input, Output> {
  /** Attempts after the first, of an error that is not marked as beyond retry; 0 by default. */
  readonly retries?: number;
  /** Wait before each retry, in seconds; 0 by default. */
  readonly retryDelaySeconds?: RetryDelay;
  /** Longest time for one attempt, in seconds; unlimited by default. */
  readonly timeoutSeconds?: number;
  /**
   * Whether an error is worth a retry; by default every error but one whose `retry` is `never`, as {@link noRetry}
   * makes it. An ordinary `Error` is worth it.
   */
  readonly retryOn?: (error: CodedError) => boolean;
  /** Attempts of this task at once in the whole process; or a limit that it shares with other tasks. */
  readonly concurrency?: number | Limit;
  /**
   * A key that is equal for inputs of equal output; undefined for an input that is not to be cached. With a cache in the
   * run's options, a task whose key is in it is `Cached` at once.
   */
  readonly cacheKey?: (input: Input) => string | undefined;
  readonly tags?: readonly string[];
  /** What distinguishes the span of this task from others; called only when it is recorded. */
  readonly attributes?: (input: Input) => Attributes;
  /** Name of the final state for an output; `Completed` by default. */
  readonly completedAs?: (output: Output) => StateName;
  /** Name of the final state for an error; `Failed` by default. */
  readonly failedAs?: (error: CodedError) => StateName;
}

/** A unit of work: a typed function with a name and rules. */
export interface Task<Input, Output> {
  readonly name: string;
  readonly options: TaskOptions<Input, Output>;
  readonly tags: readonly string[];
  /** What its attempts need a slot of. */
  readonly limit: Limit | undefined;
  readonly body: (input: Input, context: TaskContext) => Promise<Output>;
}

/** Defines a task. */
export function task<Input, Output>(
  name: string,
  options: TaskOptions<Input, Output>,
  body: (input: Input, context: TaskContext) => Promise<Output>,
): Task<Input, Output> {
  const { concurrency, tags = [] } = options;
  const own = typeof concurrency === 'number' ? limit(name, concurrency) : concurrency;
  return { name, options, tags, limit: own, body };
}

/** How a task ended: with an output or with an error. */
export type TaskResult<Input, Output> = {
  readonly taskId: string;
  readonly input: Input;
  readonly state: StateName;
  readonly attempts: number;
} & (
  | { readonly output: Output; readonly error?: never }
  | { readonly output?: never; readonly error: CodedError }
);
