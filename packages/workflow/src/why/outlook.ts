import { addDays, LATE_AFTER_DAYS, publication } from '@tapehaul/archive';
import { type DayState, isSettled, REBUILT_WITHIN_DAYS } from '@tapehaul/coverage';
import type { DayReport } from './why-report.ts';

/** Whether a day will come. */
export type Outlook = Pick<DayReport, 'will_come' | 'outlook'>;

/** Whether the archive has a day, by its state. */
const EXISTS: Readonly<Record<DayState, DayReport['exists']>> = {
  unknown: 'unknown',
  proved: 'yes',
  month: 'yes',
  accepted: 'yes',
  unverified: 'yes',
  month_unverified: 'yes',
  planned: 'unknown',
  not_yet_published: 'no',
  before_first: 'no',
  after_last: 'no',
  type_ended: 'no',
  never_existed: 'no',
  gap: 'no',
  absent: 'no',
  month_short: 'no',
  failed: 'unknown',
  disputed: 'yes',
  corrupt: 'yes',
  gone: 'yes',
};

/** Whether the archive has a day in that state, as far as is known. */
export function existsInArchive(state: DayState): DayReport['exists'] {
  return EXISTS[state];
}

/** Whether a day in that state will come, seen from today. */
export function outlookOf(state: DayState, day: string, today: string): Outlook {
  switch (state) {
    case 'proved':
    case 'month':
    case 'accepted':
      return { will_come: 'held', outlook: 'It is held.' };
    case 'unverified':
    case 'month_unverified':
      return { will_come: 'held', outlook: 'It is held; its checksum may still be published.' };
    case 'unknown':
      return { will_come: 'no', outlook: 'Not by itself: it has to be requested.' };
    case 'planned':
      return { will_come: 'yes', outlook: 'Yes: with the next collection, unless the archive has no file.' };
    case 'failed':
    case 'corrupt':
    case 'gone':
      return { will_come: 'yes', outlook: 'Yes: with the next collection that succeeds.' };
    case 'not_yet_published':
      return { will_come: 'yes', outlook: dueText(day) };
    case 'gap':
    case 'absent':
    case 'month_short':
      return lateOutlook(state, day, today);
    case 'disputed': {
      const outlook = 'Possibly: once the archive changes the file or its checksum, or you accept the file.';
      return { will_come: 'possible', outlook };
    }
    case 'before_first':
    case 'after_last':
    case 'type_ended':
    case 'never_existed':
      return { will_come: 'no', outlook: 'No: the archive has no file for it.' };
  }
}

function dueText(day: string): string {
  const { due } = publication({ partition: 'daily', period: day });
  const days = `a daily file is due on ${due} and comes up to ${LATE_AFTER_DAYS.daily} days late`;
  return `Yes: ${days}, a monthly file up to ${LATE_AFTER_DAYS.monthly} days after its month.`;
}

function lateOutlook(state: DayState, day: string, today: string): Outlook {
  if (isSettled(state, day, today)) {
    const outlook = `Unlikely: the archive rarely adds a file after ${REBUILT_WITHIN_DAYS} days.`;
    return { will_come: 'unlikely', outlook };
  }
  const until = addDays(day, REBUILT_WITHIN_DAYS);
  return { will_come: 'possible', outlook: `Possibly: the archive fills such days until about ${until}.` };
}
