import type { DayState } from './states.ts';

const NOTHING = 'Nothing to do: the archive has no file for it.';
const WAIT = 'Nothing to do: a later collection fetches it once the archive has it.';

const REMEDIES: Readonly<Record<DayState, string>> = {
  unknown: 'Collect it, if you need it.',
  proved: 'Nothing to do.',
  month: 'Nothing to do.',
  accepted: 'Nothing to do.',
  unverified: 'Nothing to do: later collections check whether a checksum has been published.',
  month_unverified: 'Nothing to do: later collections check whether a checksum has been published.',
  planned: 'Collect again, or resume the run that planned it.',
  not_yet_published: WAIT,
  before_first: NOTHING,
  after_last: NOTHING,
  type_ended: NOTHING,
  never_existed: 'Check the name of the symbol, the market and the data type.',
  gap: WAIT,
  absent: WAIT,
  month_short: WAIT,
  failed: 'Collect again, or retry the failed files of the run.',
  disputed:
    'Wait until the archive changes the file or its checksum, or accept the file as it is with tapehaul accept.',
  corrupt: 'Collect again: the file is fetched anew.',
  gone: 'Collect again: the file is fetched anew.',
};

/** What to do about a day in that state, as a sentence. */
export function remedyOf(state: DayState): string {
  return REMEDIES[state];
}
