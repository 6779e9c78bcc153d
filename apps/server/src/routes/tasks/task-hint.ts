import { CODES, type ErrorCode, failureAdvice } from '@tapehaul/errors';
import { isBrokenSource, parseKey, rowRule } from '@tapehaul/workflow';

/** What to do about a task that failed with a code. A file that tables were to be made of is collected again, not the month retried. */
export function taskHint(taskId: string, code: string): string {
  const isFile = parseKey(taskId) !== undefined;
  return !isFile && isCode(code) && isBrokenSource({ code })
    ? rowRule('source_broken').advice
    : failureAdvice(code).hint;
}

/** The record of a newer version may have codes that this one does not know. */
function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(CODES, code);
}
