export { CodedError, type CodedErrorOptions } from '@tapehaul/errors';
export {
  FAILED_STATES,
  isFailed,
  isFinal,
  isSettled,
  isStopped,
  LEGAL_MOVES,
  move,
  phaseOfState,
  REOPENED,
  STATE_TYPES,
  STATES,
  STOPPED_STATES,
  type StateName,
  type StateType,
} from '@tapehaul/states';
export type { Listener, Log, LogEvent, LogLevel, OrchestratorEvent, RunEvent, TaskEvent } from './events.ts';
export type { CallOptions, FlowContext } from './flow/context.ts';
export type { EachOptions, Inputs, SettledListener } from './flow/each.ts';
export { type FlowOptions, flow } from './flow/flow.ts';
export type { Flow, FlowRun, RunHandle, RunOptions } from './flow/flow-types.ts';
export { recordListener } from './record/record-listener.ts';
export { type RecordedRunOptions, recordedRun } from './record/recorded-run.ts';
export type {
  ControlRequest,
  LogLine,
  RunStore,
  StartedRun,
  StateStore,
  TaskState,
} from './record/run-store.ts';
export { type MemoryCacheOptions, memoryCache, type TaskCache } from './run/cache.ts';
export { newRunId } from './run/run-id.ts';
export type { TaskCounts } from './run/task-counts.ts';
export { noRetry } from './task/error-of.ts';
export { type Limit, limit } from './task/limit.ts';
export { type ExponentialOptions, exponential, type RetryDelay } from './task/retry.ts';
export { type Task, type TaskContext, type TaskOptions, type TaskResult, task } from './task/task.ts';
