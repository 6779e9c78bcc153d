import type { DayState } from '@tapehaul/coverage';
import { type Word, word } from './word.ts';

/** What can be known of a day, in the words of the coverage page. */
export const DAY_WORDS: Readonly<Record<DayState, Word>> = {
  unknown: word('never requested', 'dash', 'none', 'No collection has requested this day.'),
  proved: word('held', 'check', 'good', 'Held, proved by its checksum.'),
  month: word('held in a month', 'calendar', 'good', 'Held in a proved monthly file.'),
  accepted: word('accepted', 'flag', 'good', 'Held; a person accepted it although its checksum differs.'),
  unverified: word('unverified', 'question', 'warn', 'Held, without a checksum to prove it.'),
  month_unverified: word(
    'unverified month',
    'question',
    'warn',
    'Held in a monthly file without a checksum.',
  ),
  planned: word('planned', 'clock', 'wait', 'Requested, and not fetched yet.'),
  not_yet_published: word('not published yet', 'clock', 'wait', 'The archive has not published it yet.'),
  before_first: word('before the first file', 'begin', 'none', 'Before the first file of the series.'),
  after_last: word('after the last file', 'end', 'none', 'After the last file of the series.'),
  type_ended: word('data type ended', 'end', 'none', 'The archive ended this data type before.'),
  never_existed: word('never existed', 'slash', 'none', 'The archive does not have this series.'),
  gap: word('gap of the archive', 'gap', 'warn', 'Missing in the archive, between days that exist.'),
  absent: word('not found', 'slash', 'warn', 'The archive did not have it when it was requested.'),
  month_short: word('month too short', 'gap', 'warn', 'Missing in a monthly file that is too short.'),
  failed: word('failed', 'cross', 'bad', 'It could not be fetched.'),
  disputed: word('disputed', 'scales', 'warn', 'It contradicts its published checksum and is in quarantine.'),
  corrupt: word('corrupt', 'broken', 'bad', 'It was held, and its file is corrupt.'),
  gone: word('gone', 'gone', 'bad', 'It was held, and its file is no longer on the disk.'),
};
