import type { DayState } from './states.ts';

const REASONS: Readonly<Record<DayState, string>> = {
  unknown: 'never requested',
  proved: 'held, proved by its checksum',
  month: 'held in a proved monthly file',
  accepted: 'held, accepted by a person although its checksum differs',
  unverified: 'held, without a checksum to prove it',
  month_unverified: 'held in a monthly file without a checksum',
  planned: 'requested, and not fetched yet',
  not_yet_published: 'not published yet',
  before_first: 'before the first file of the series',
  after_last: 'after the last file of the series',
  type_ended: 'after the archive ended this data type',
  never_existed: 'the archive does not have this series',
  gap: 'missing, although earlier and later files exist',
  absent: 'not found in the archive when it was requested',
  month_short: 'missing in a monthly file that is too short',
  failed: 'could not be fetched',
  disputed: 'contradicts its published checksum',
  corrupt: 'was held, and its file is corrupt',
  gone: 'was held, and its file is gone from the disk',
};

/** Why days are in that state, where nothing more is recorded: a phrase for one day or several, without a full stop. */
export function reasonOf(state: DayState): string {
  return REASONS[state];
}
