import { dayNumber, nextMonth, type Partition, publication } from '@tapehaul/archive';
import type { VerdictName } from './answer/answer.ts';
import type { Draft } from './answer/draft.ts';
import type { SeriesListing } from './answer/series-listing.ts';
import type { Scope } from './request/scope.ts';

/** Says of a day or month that could exist why it is not listed; `late` where that is no mere delay. */
export type MissingPeriod = (period: string, first: number, last: number, late: boolean) => void;

/** Whether a series has no file at all in a partition, within the span or around it. */
export function isEmpty({ objects, before, after }: SeriesListing): boolean {
  return objects.size === 0 && !before && !after;
}

/** The reason of the days of a series that exists, but has no daily files. */
export function onlyMonths(draft: Draft): MissingPeriod {
  return (_, first, last, late) => {
    const verdict = late ? 'gap' : 'not_yet_published';
    draft.verdict(first, last, verdict, 'only monthly files of it are listed', { listing: 'daily' });
  };
}

/** Gives the reason why a period that could exist is not listed, from what is listed around it. */
export function missingPeriods(
  draft: Draft,
  scope: Scope,
  listing: SeriesListing,
  partition: Partition,
  lateAfterDays: number,
): MissingPeriod {
  const periods = [...listing.objects.keys()].sort();
  const oldest = periods[0];
  const newest = periods.at(-1) ?? listing.newestBefore;
  const nothing = isEmpty(listing);
  const since = listing.noneSince ?? scope.text(scope.first);
  const ceased = !listing.after && isOverdue(newest, scope, partition, { lateAfterDays, since });
  return (period, first, last, late) => {
    const older = listing.before || (oldest !== undefined && oldest < period);
    const newer = listing.after || (newest !== undefined && newest > period);
    const say = (verdict: VerdictName, reason: string): void => {
      draft.verdict(first, last, verdict, reason, { listing: partition });
    };
    if (nothing) say('never_existed', `no ${partition} files of it are listed`);
    else if (!older) say('before_first', `the first listed is ${oldest ?? 'later'}`);
    else if (newer && late) say('gap', 'missing, although earlier and later files exist');
    else if (newer || !ceased) say('not_yet_published', 'not listed yet; it may still come');
    else if (newest === undefined) say('after_last', `none is listed from ${since} on`);
    else say('after_last', `the last listed is ${newest}`);
  };
}

/** Whether what should follow the newest listed period is so late that nothing more is to be expected. */
function isOverdue(
  newest: string | undefined,
  scope: Scope,
  partition: Partition,
  { lateAfterDays, since }: { readonly lateAfterDays: number; readonly since: string },
): boolean {
  if (partition === 'daily') {
    const next = newest === undefined ? dayNumber(since) : dayNumber(newest) + 1;
    return scope.today - next > lateAfterDays;
  }
  const next = newest === undefined ? scope.months[0]?.text : nextMonth(newest);
  return (
    next !== undefined &&
    dayNumber(publication({ partition, period: next }).due) + lateAfterDays <= scope.today
  );
}
