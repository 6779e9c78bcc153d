export {
  CRASHED,
  FAILED_STATES,
  isFailed,
  isSettled,
  isStopped,
  type Phase,
  phaseOfState,
  SCHEDULED,
  STOPPED_STATES,
} from './kinds.ts';
export {
  type StateCounts,
  stateAfterPause,
  stateOfAttempt,
  stateOfFailure,
  stateOfRun,
} from './next-state.ts';
export {
  isFinal,
  LEGAL_MOVES,
  move,
  REOPENED,
  STATE_TYPES,
  STATES,
  type StateName,
  type StateType,
  typeOf,
} from './states.ts';
