export { CodedError, type CodedErrorOptions } from '@tapehaul/errors';
export {
  FAILED_STATES,
  isFailed,
  isFinal,
  isSettled,
  isStopped,
  LEGAL_MOVES,
  move,
  phaseOf,
  REOPENED,
  STATE_TYPES,
  STATES,
  STOPPED_STATES,
  type StateName,
  type StateType,
} from '@tapehaul/states';
export { type MemoryCacheOptions, memoryCache, type TaskCache } from './cache.ts';
export type { CallOptions, FlowContext } from './context.ts';
export type { EachOptions, Inputs, Settled } from './each.ts';
export { noRetry } from './error-of.ts';
export type { Listener, Log, LogEvent, LogLevel, OrchestratorEvent, RunEvent, TaskEvent } from './events.ts';
export { type FlowOptions, flow } from './flow.ts';
export type { Flow, FlowRun, RunHandle, RunOptions } from './flow-types.ts';
export { type Limit, limit } from './limit.ts';
export { recordListener } from './record/record-listener.ts';
export { type RecordedRunOptions, recordedRun } from './record/recorded-run.ts';
export type { LogLine, RunRequest, RunStore, StartedRun, StateStore, TaskState } from './record/run-store.ts';
export { type ExponentialOptions, exponential, type RetryDelay } from './retry.ts';
export { newRunId } from './run-id.ts';
export { type Task, type TaskContext, type TaskOptions, type TaskResult, task } from './task.ts';
export type { TaskCounts } from './task-counts.ts';
