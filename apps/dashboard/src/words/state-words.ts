import { type Word, word, wordOf } from './word.ts';

/** States of tasks and runs, as the record names them. */
const STATE_WORDS: Readonly<Record<string, Word>> = {
  Scheduled: word('waiting', 'clock', 'wait', 'It has not begun.'),
  AwaitingRetry: word('waiting to retry', 'retry', 'warn', 'An attempt failed; another one follows.'),
  Pending: word('starting', 'begin', 'busy', 'It is about to begin.'),
  Running: word('running', 'play', 'busy', 'It is in progress.'),
  Retrying: word('retrying', 'retry', 'busy', 'A further attempt is in progress.'),
  Paused: word('paused', 'pause', 'wait', 'Paused on request; nothing new begins.'),
  Cancelling: word('stopping', 'stop', 'wait', 'Files in progress may finish.'),
  Completed: word('done', 'check', 'good', 'It ended well.'),
  Cached: word('already held', 'check-double', 'good', 'The file was in place and needed no download.'),
  Absent: word('not in the archive', 'slash', 'none', 'The archive answered that it has no such file.'),
  Unverified: word('unverified', 'question', 'warn', 'Fetched, but the archive has no checksum to prove it.'),
  Disputed: word(
    'disputed',
    'scales',
    'warn',
    'It contradicts its checksum as before, and was not fetched again.',
  ),
  CompletedWithGaps: word(
    'done with failures',
    'warning',
    'warn',
    'It ended, and some files or tables failed.',
  ),
  Failed: word('failed', 'cross', 'bad', 'It failed, and no attempt is left.'),
  Corrupt: word('corrupt', 'broken', 'bad', 'What came contradicts its own checksum.'),
  Gone: word('gone', 'gone', 'bad', 'It was held and is no longer on the disk.'),
  Crashed: word('crashed', 'bolt', 'bad', 'Its process died. Resume continues it.'),
  Cancelled: word('cancelled', 'stop', 'none', 'Stopped on request. Resume continues it.'),
};

/** Names of the states that {@link wordOfState} knows. */
export const KNOWN_STATES: readonly string[] = Object.keys(STATE_WORDS);

/** States of tasks that failed for good. */
export const FAILED: readonly string[] = ['Failed', 'Corrupt', 'Gone'];

/** States of a run that is over. */
const OVER: ReadonlySet<string> = new Set([
  'Completed',
  'CompletedWithGaps',
  'Failed',
  'Crashed',
  'Cancelled',
]);

/** How a state of a run or task is shown. */
export function wordOfState(state: string): Word {
  return wordOf(STATE_WORDS, state);
}

/** Whether a run in that state is over. */
export function isOver(state: string): boolean {
  return OVER.has(state);
}
