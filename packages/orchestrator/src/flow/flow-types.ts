import type { CodedError } from '@tapehaul/errors';
import type { StateName } from '@tapehaul/states';
import type { Listener } from '../events.ts';
import type { TaskCache } from '../run/cache.ts';
import type { Gate } from '../run/gate.ts';
import type { TaskCounts } from '../run/task-counts.ts';

/** How a run is started. */
export interface RunOptions {
  readonly runId?: string;
  readonly signal?: AbortSignal;
  readonly listeners?: readonly Listener[];
  /** Where outputs of tasks with a cache key are kept; nowhere by default. */
  readonly cache?: TaskCache;
  /** The run, as W3C traceparent, that this one continues: its span has a link to that. */
  readonly follows?: string;
  /** How the tasks ended that a former owner of the run had done; its end is computed from them too. */
  readonly ended?: Readonly<TaskCounts>;
}

/** How a run ended. Its state comes from its tasks and from how the body ended, never from what it returned. */
export type FlowRun<Output> = {
  readonly runId: string;
  readonly state: StateName;
  /** How many of its tasks ended in each state. */
  readonly counts: Readonly<TaskCounts>;
} & (
  | { readonly output: Output; readonly error?: never }
  | { readonly output?: never; readonly error: CodedError }
);

/** A run in progress. */
export interface RunHandle<Output> {
  readonly runId: string;
  /** Never rejects for what the flow does; rejects with what a listener throws of its first or last event. */
  readonly result: Promise<FlowRun<Output>>;
  /** Lets no attempt begin until it is resumed; those in progress continue. */
  pause(): void;
  resume(): void;
  /** Stops it; attempts in progress are aborted. */
  cancel(reason?: CodedError): void;
}

/** A flow: call it with its input; it never rejects for what its body does. */
export interface Flow<Input, Output> {
  (input: Input, options?: RunOptions): Promise<FlowRun<Output>>;
  readonly flowName: string;
  /** Starts a run that can be paused, resumed and cancelled. */
  start(input: Input, options?: RunOptions): RunHandle<Output>;
}

/** Where a child run belongs. */
export interface Parent {
  readonly runId: string;
  readonly gate: Gate;
}
