export { asTapehaulError } from './as-tapehaul-error.ts';
export { CodedError, type CodedErrorOptions, type CodedErrorRecord, type Problem } from './coded-error.ts';
export {
  CODES,
  type CodeMeaning,
  type ErrorCode,
  type Exiting,
  exitStatusOf,
  exitStatusOfError,
  type Retry,
} from './codes.ts';
export { counted, grouped } from './counted.ts';
export { likelyMeant, nearest } from './nearest.ts';
export { networkCodeOf, networkError } from './network-error.ts';
export { checkNodeVersion } from './node-version.ts';
export { checkOptionNames } from './option-names.ts';
export { redacted, redactedFields, redactedValue } from './redact.ts';
export {
  aborted,
  type ErrorRecord,
  stoppedBy,
  TapehaulError,
  type TapehaulErrorOptions,
} from './tapehaul-error.ts';
export { LONGEST_TIMER, timerTime } from './timer-time.ts';
export { visible, visibleJson, visibleLines, visibleScreen } from './visible.ts';
