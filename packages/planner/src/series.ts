import {
  dayNumber,
  LATE_AFTER_DAYS,
  nextMonth,
  type Partition,
  publication,
  type Series,
} from '@tapehaul/archive';
import type { Answer, Listed } from './answer.ts';
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
  const draft = new Draft(series, scope);
  const planMonth = monthPlanner(draft, series, rows, scope, listings);
  for (const month of scope.months) {
    planMonth(month);
    yield draft.take();
  }
  yield draft.end();
}

/** How the days of one month of the span are planned. */
type MonthPlanner = (month: ScopeMonth) => void;

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
  const days = dayPlanner(draft, series, scope, daily, listings?.daily);
  if (monthly === undefined) return days;
  const object = objectsOf(draft, series, 'monthly');
  return (month) => {
    const listed = listings?.monthly?.objects.get(month.text);
    const there = listings === undefined ? month.late <= scope.today : listed !== undefined;
    if (there && month.whole && isIn(month, monthly) && !monthly.removed) object(month.text, listed);
    else days(month);
  };
}

/** Whether a month has days between the bounds. */
function isIn(month: ScopeMonth, bounds: Bounds): boolean {
  return month.last >= bounds.first && month.first <= bounds.last;
}

function wholeMonths(
  draft: Draft,
  series: Series,
  scope: Scope,
  bounds: Bounds,
  listing: SeriesListing | undefined,
): MonthPlanner {
  const object = objectsOf(draft, series, 'monthly');
  const missing = listing && missingPeriods(draft, scope, listing, 'monthly');
  return ({ text, first, last, due, late }) => {
    const listed = listing?.objects.get(text);
    if (listed !== undefined) object(text, listed);
    else if (!bounds.removed && last < bounds.first)
      draft.verdict(first, last, 'before_first', bounds.beginReason);
    else if (bounds.removed || first > bounds.last)
      draft.verdict(first, last, bounds.endVerdict, bounds.endReason);
    else if (due > scope.today)
      draft.verdict(first, last, 'not_yet_published', 'months come out after they have closed');
    else if (missing !== undefined) missing(text, first, last, late <= scope.today);
    else object(text);
  };
}

function dayPlanner(
  draft: Draft,
  series: Series,
  scope: Scope,
  bounds: Bounds,
  listing: SeriesListing | undefined,
): MonthPlanner {
  const object = objectsOf(draft, series, 'daily');
  const missing = listing && missingPeriods(draft, scope, listing, 'daily');
  return ({ first, last }) => {
    if (bounds.removed) return draft.verdict(first, last, bounds.endVerdict, bounds.endReason);
    draft.verdict(first, Math.min(last, bounds.first - 1), 'before_first', bounds.beginReason);
    const begin = Math.max(first, bounds.first);
    const published = Math.min(last, bounds.last, scope.today - 1);
    for (let day = begin; day <= published; day++) {
      const text = scope.text(day);
      const listed = listing?.objects.get(text);
      if (listed !== undefined || missing === undefined) object(text, listed);
      else missing(text, day, day, scope.today - day > LATE_AFTER_DAYS.daily);
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
}

/** Tells why a period that could be there is not listed, from what is listed around it. */
function missingPeriods(
  draft: Draft,
  scope: Scope,
  listing: SeriesListing,
  partition: Partition,
): (period: string, first: number, last: number, late: boolean) => void {
  const periods = [...listing.objects.keys()].sort();
  const oldest = periods[0];
  const newest = periods.at(-1);
  const nothing = oldest === undefined && !listing.before && !listing.after;
  const ceased = !listing.after && isOverdue(newest, scope, partition);
  return (period, first, last, late) => {
    const older = listing.before || (oldest !== undefined && oldest < period);
    const newer = listing.after || (newest !== undefined && newest > period);
    if (nothing) draft.verdict(first, last, 'never_existed', `no ${partition} files of it are listed`);
    else if (!older) draft.verdict(first, last, 'before_first', `the first listed is ${oldest ?? 'later'}`);
    else if (newer && late) draft.verdict(first, last, 'gap', 'not listed, while files before and after are');
    else if (newer || !ceased)
      draft.verdict(first, last, 'not_yet_published', 'not listed yet; it may still come');
    else {
      const end =
        newest === undefined
          ? `none is listed from ${scope.text(scope.first)} on`
          : `the last listed is ${newest}`;
      draft.verdict(first, last, 'after_last', end);
    }
  };
}

/** Whether what should follow the newest listed period is so late that nothing more is to be expected. */
function isOverdue(newest: string | undefined, scope: Scope, partition: Partition): boolean {
  if (partition === 'daily') {
    const next = newest === undefined ? scope.first : dayNumber(newest) + 1;
    return scope.today - next > LATE_AFTER_DAYS.daily;
  }
  const next = newest === undefined ? scope.months[0]?.text : nextMonth(newest);
  return next !== undefined && publication({ partition, period: next }).late <= scope.text(scope.today);
}
