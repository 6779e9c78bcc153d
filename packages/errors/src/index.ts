export { CODES, type CodeMeaning, type ErrorCode, exitStatusOf, type Retry } from './codes.ts';
export { nearest } from './nearest.ts';
export {
  aborted,
  asTapehaulError,
  type ErrorRecord,
  type Problem,
  stoppedBy,
  TapehaulError,
  type TapehaulErrorOptions,
} from './tapehaul-error.ts';
