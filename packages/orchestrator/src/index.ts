export type { Listener, OrchestratorEvent, RunEvent, TaskEvent } from './events.ts';
export {
  type EachOptions,
  type Flow,
  type FlowContext,
  type FlowOptions,
  type FlowRun,
  flow,
  type RunOptions,
} from './flow.ts';
export { type ExponentialOptions, exponential, type RetryDelay } from './retry.ts';
export { newRunId } from './run-id.ts';
export { isFinal, LEGAL_MOVES, move, STATE_TYPES, STATES, type StateName, type StateType } from './states.ts';
export { type Task, type TaskContext, type TaskOptions, type TaskResult, task } from './task.ts';
