import { dayNumber, nextMonth, type Partition, publication, type Series } from '@tapehaul/archive';
import type { Answer, Listed, VerdictName } from './answer.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { Draft, objectsOf } from './draft.ts';
import type { SeriesRows } from './request.ts';
import type { Scope, ScopeMonth } from './scope.ts';

/** What is listed of a series in one partition. */
export interface SeriesListing {
  /** What is listed in the span of the request, by period. */
  readonly objects: ReadonlyMap<string, Listed>;
  /** Whether anything older, and anything newer, is listed. */
  readonly before: boolean;
  readonly after: boolean;
}

/** The listings that a series is planned by. */
export type Listings = Readonly<Partial<Record<Partition, SeriesListing>>>;

/**
 * Plans one series, and gives the answers as they are sure, some weeks at a time: many answers that live
 * long would make the garbage collector reserve memory that is never needed. With both partitions, a month
 * that lies whole in the span is one monthly object: by the listing when it is listed, by the matrix when it
 * has been closed long enough to be surely published. All else is days. A type that has only months gets the
 * months that touch the span.
 */
export function* planSeries(
  series: Series,
  rows: SeriesRows,
  scope: Scope,
  listings?: Listings,
): Generator<readonly Answer[], void, undefined> {
  const draft = new Draft(series, scope, listings === undefined ? 'matrix' : 'listing');
  const planMonth = monthPlanner(draft, series, rows, scope, listings);
  for (const month of scope.months) {
    planMonth(month);
    yield draft.take();
  }
  yield draft.end();
}

/** How the days of one month of the span are planned. */
type MonthPlanner = (month: ScopeMonth) => void;

/** Days of the span, by their numbers, both included. */
type Days = Pick<ScopeMonth, 'first' | 'last'>;

function monthPlanner(
  draft: Draft,
  series: Series,
  rows: SeriesRows,
  scope: Scope,
  listings: Listings | undefined,
): MonthPlanner {
  const monthly = rows.monthly && boundsOf(rows.monthly, series.symbol);
  const daily = rows.daily && boundsOf(rows.daily, series.symbol);
  if (daily === undefined) {
    if (monthly !== undefined) return wholeMonths(draft, series, scope, monthly, listings?.monthly);
    return ({ first, last }) => draft.verdict(first, last, 'never_existed', rows.missing);
  }
  const days = dayPlanner(draft, series, scope, daily, listings);
  if (monthly === undefined) return days;
  const object = objectsOf(draft, series, 'monthly');
  return (month) => {
    const listed = listings?.monthly?.objects.get(month.text);
    const expected = month.late <= scope.today && isIn(month, monthly) && !monthly.removed;
    const there = listings === undefined ? expected : listed !== undefined;
    if (there && month.whole) object(month.text, listed);
    else days(month);
  };
}

/** Whether a month begins between the bounds: the month in which a type begins may have no monthly file. */
function isIn(month: ScopeMonth, bounds: Bounds): boolean {
  return month.first >= bounds.first && month.first <= bounds.last;
}

function wholeMonths(
  draft: Draft,
  series: Series,
  scope: Scope,
  bounds: Bounds,
  listing: SeriesListing | undefined,
): MonthPlanner {
  const object = objectsOf(draft, series, 'monthly');
  const missing = listing && missingPeriods(draft, scope, listing, 'monthly', bounds.lateAfterDays);
  return ({ text, first, last, due }) => {
    const listed = listing?.objects.get(text);
    if (listed !== undefined) object(text, listed);
    else if (!bounds.removed && last < bounds.first)
      draft.verdict(first, last, 'before_first', bounds.beginReason);
    else if (bounds.removed || first > bounds.last)
      draft.verdict(first, last, bounds.endVerdict, bounds.endReason);
    else if (due > scope.today)
      draft.verdict(first, last, 'not_yet_published', 'months come out after they have closed');
    else if (missing !== undefined) missing(text, first, last, due + bounds.lateAfterDays <= scope.today);
    else object(text);
  };
}

function dayPlanner(
  draft: Draft,
  series: Series,
  scope: Scope,
  bounds: Bounds,
  listings: Listings | undefined,
): MonthPlanner {
  const object = objectsOf(draft, series, 'daily');
  const listing = listings?.daily;
  const missing =
    listing &&
    (isEmpty(listing) && (listings?.monthly?.objects.size ?? 0) > 0
      ? onlyMonths(draft)
      : missingPeriods(draft, scope, listing, 'daily', bounds.lateAfterDays));
  const verdicts = ({ first, last }: Days): void => {
    if (bounds.removed) {
      draft.verdict(first, last, bounds.endVerdict, bounds.endReason);
      return;
    }
    draft.verdict(first, Math.min(last, bounds.first - 1), 'before_first', bounds.beginReason);
    const begin = Math.max(first, bounds.first);
    const published = Math.min(last, bounds.last, scope.today - 1);
    for (let day = begin; day <= published; day++) {
      if (missing === undefined) object(scope.text(day));
      else missing(scope.text(day), day, day, scope.today - day > bounds.lateAfterDays);
    }
    const open = Math.max(begin, scope.today);
    draft.verdict(
      open,
      Math.min(last, bounds.last),
      'not_yet_published',
      'days come out on the next day, UTC',
    );
    draft.verdict(Math.max(first, bounds.last + 1), last, bounds.endVerdict, bounds.endReason);
  };
  if (listing === undefined) return verdicts;
  // What is listed exists, whatever is known of the type.
  return ({ first, last }) => {
    for (let day = first; day <= last; day++) {
      const listed = listing.objects.get(scope.text(day));
      if (listed === undefined) verdicts({ first: day, last: day });
      else object(scope.text(day), listed);
    }
  };
}

/** Says of a day or month that could exist why it is not listed; `late` where that is no mere delay. */
type MissingPeriod = (period: string, first: number, last: number, late: boolean) => void;

/** Whether a series has no file at all in a partition, within the span or around it. */
function isEmpty({ objects, before, after }: SeriesListing): boolean {
  return objects.size === 0 && !before && !after;
}

/** The reason of the days of a series that exists, but has no daily files. */
function onlyMonths(draft: Draft): MissingPeriod {
  return (_, first, last, late) => {
    const verdict = late ? 'gap' : 'not_yet_published';
    draft.verdict(first, last, verdict, 'only monthly files of it are listed', { listing: 'daily' });
  };
}

/** Gives the reason why a period that could exist is not listed, from what is listed around it. */
function missingPeriods(
  draft: Draft,
  scope: Scope,
  listing: SeriesListing,
  partition: Partition,
  lateAfterDays: number,
): MissingPeriod {
  const periods = [...listing.objects.keys()].sort();
  const oldest = periods[0];
  const newest = periods.at(-1);
  const nothing = isEmpty(listing);
  const ceased = !listing.after && isOverdue(newest, scope, partition, lateAfterDays);
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
    else if (newest === undefined) say('after_last', `none is listed from ${scope.text(scope.first)} on`);
    else say('after_last', `the last listed is ${newest}`);
  };
}

/** Whether what should follow the newest listed period is so late that nothing more is to be expected. */
function isOverdue(
  newest: string | undefined,
  scope: Scope,
  partition: Partition,
  lateAfterDays: number,
): boolean {
  if (partition === 'daily') {
    const next = newest === undefined ? scope.first : dayNumber(newest) + 1;
    return scope.today - next > lateAfterDays;
  }
  const next = newest === undefined ? scope.months[0]?.text : nextMonth(newest);
  return (
    next !== undefined &&
    dayNumber(publication({ partition, period: next }).due) + lateAfterDays <= scope.today
  );
}
