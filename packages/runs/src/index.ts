export { type LocalOptions, localRuns } from './local/local-runs.ts';
export { workersOfRun } from './local/read-runs.ts';
export type {
  BatchFilter,
  CollectionRequest,
  ContinueOptions,
  FollowOptions,
  LogFilter,
  RunControl,
  RunHooks,
  RunOutcome,
} from './run-control.ts';
export { endOfError, endOfResult, endOfRun, endOfWaiting, type RunEnd } from './run-end.ts';
export type { BatchView, Counts, RunDetails, RunLogLine, RunProgress, RunView } from './run-view.ts';
