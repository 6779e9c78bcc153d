export { asTapehaulError } from './as-tapehaul-error.ts';
export {
  CodedError,
  type CodedErrorOptions,
  type CodedErrorRecord,
  type Problem,
} from './error/coded-error.ts';
export {
  CODES,
  type CodeMeaning,
  type ErrorCode,
  type Exiting,
  exitStatusOf,
  exitStatusOfError,
  type Retry,
} from './error/codes.ts';
export { type FailureAdvice, failureAdvice } from './error/failure-advice.ts';
export {
  aborted,
  type ErrorRecord,
  stoppedBy,
  TapehaulError,
  type TapehaulErrorOptions,
} from './error/tapehaul-error.ts';
export { networkCodeOf, networkError } from './network/network-error.ts';
export { checkNodeVersion } from './node-version.ts';
export { checkOptionNames } from './option-names.ts';
export { counted, grouped } from './text/counted.ts';
export { likelyMeant, nearest } from './text/nearest.ts';
export { redacted, redactedFields, redactedValue } from './text/redact.ts';
export { visible, visibleJson, visibleLines, visibleScreen } from './text/visible.ts';
export { LONGEST_TIMER, timerTime } from './timer-time.ts';
