import type { Series } from '@tapehaul/archive';
import type { Answer, DaysInstead, KnownAnswer, MonthFinding } from './answer/answer.ts';
import { Draft, objectsOf } from './answer/draft.ts';
import type { Listings, SeriesListing } from './answer/series-listing.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { livedPart, type SeriesLife } from './lived-part.ts';
import { isEmpty, missingPeriods, onlyMonths } from './missing-periods.ts';
import { absentMonth, daysOnlyInMonth, shortMonth } from './months/month-finding.ts';
import type { SeriesRows } from './request/request.ts';
import type { Scope, ScopeMonth } from './request/scope.ts';
import { NOTHING_SETTLED, type SettledDays } from './settled/settled-days.ts';
import { settledAnswers, takeSettled } from './settled/take-settled.ts';

/** A part of the span of a request, and what is listed of it; by the matrix where nothing is. */
export interface PlannedPart {
  readonly scope: Scope;
  readonly listings: Listings | undefined;
}

/** How the days of a series are planned: the parts that are not settled, in order, and what is. */
export interface PlannedSeries {
  readonly parts: readonly PlannedPart[];
  readonly settled: SettledDays;
}

/**
 * Plans one series, and gives the answers as they are sure, some weeks at a time: many answers that live
 * long would make the garbage collector reserve memory that is never needed. With both partitions, a month
 * that lies whole in the span is one monthly object: by the listing when it is listed, by the matrix when it
 * has been closed long enough to be surely published; verdicts say which of its days it cannot hold. All else
 * is days. A type that has only months gets the months that touch the span. Days outside of the parts are
 * settled.
 */
export function* planSeries(
  series: Series,
  rows: SeriesRows,
  scope: Scope,
  { parts, settled }: PlannedSeries = { parts: [{ scope, listings: undefined }], settled: NOTHING_SETTLED },
): Generator<readonly KnownAnswer[], void, undefined> {
  const isListed = parts.some(({ listings }) => listings !== undefined);
  const draft = new Draft(series, scope, isListed ? 'listing' : 'matrix');
  const take = takeSettled(draft, rows, settled);
  let next = scope.first;
  for (const part of parts) {
    take(next, part.scope.first - 1);
    const planMonth = monthPlanner(draft, series, rows, part, settled);
    for (const month of part.scope.months) {
      if (settled.covers(month.first, month.last)) take(month.first, month.last);
      else planMonth(month);
      yield draft.take();
    }
    next = part.scope.last + 1;
  }
  take(next, scope.last);
  yield draft.end();
}

/**
 * How the days of one month of the span are planned; `because`: why they are planned in place of their month. Days by whose
 * numbers `left` is known are left to the month.
 */
type MonthPlanner = (month: ScopeMonth, because?: MonthFinding, left?: ReadonlySet<number>) => void;

/** Days of the span, by their numbers, both included. */
type Days = Pick<ScopeMonth, 'first' | 'last'>;

function monthPlanner(
  draft: Draft,
  series: Series,
  rows: SeriesRows,
  { scope, listings }: PlannedPart,
  settled: SettledDays,
): MonthPlanner {
  const monthly = rows.monthly && boundsOf(rows.monthly, series.symbol);
  const daily = rows.daily && boundsOf(rows.daily, series.symbol);
  if (daily === undefined) {
    if (monthly !== undefined) return wholeMonths(draft, series, scope, monthly, listings?.monthly);
    return ({ first, last }) => draft.verdict(first, last, 'never_existed', rows.missing);
  }
  const daysIn = (into: Draft): MonthPlanner => dayPlanner(into, series, scope, daily, listings);
  const planDays = daysIn(draft);
  const take = takeSettled(draft, rows, settled);
  const days: MonthPlanner = (month, because, left) => {
    for (const { first, last, span } of settled.parts(month.first, month.last)) {
      if (span === undefined) planDays({ ...month, first, last }, because, left);
      else take(first, last, left);
    }
  };
  if (monthly === undefined) return days;
  const daysOfMonth = (month: ScopeMonth): readonly KnownAnswer[] => {
    const own = draft.another();
    daysIn(own)(month);
    return own.end();
  };
  const object = objectsOf(draft, series, 'monthly');
  const life = { scope, daily, monthly, listings, daysOf: daysOfMonth };
  return (month) => {
    const listed = listings?.monthly?.objects.get(month.text);
    const expected = month.late <= scope.today && isIn(month, monthly) && !monthly.removed;
    const there = listings === undefined ? expected : listed !== undefined;
    const both = { daily: listings?.daily, monthly: listings?.monthly };
    if (!(there && month.whole)) {
      days(month, expected && month.whole ? absentMonth(scope, month, both) : undefined);
      return;
    }
    const short = shortMonth(series, scope, month, both);
    const { lived, before, behind } = livedPart(month, life);
    const beside = { besideMonth: month.text };
    for (const verdict of before) draft.copy(verdict, beside);
    const left = short === undefined ? [] : daysOnlyInMonth(scope, lived, both.daily);
    const taken = settled.isEmpty ? [] : settledAnswers(series, rows, scope, settled, lived);
    const own = taken.length === 0 ? {} : { settled: taken };
    if (short === undefined)
      object(month.text, listed, { instead: new MonthOfDays(lived, daysOfMonth), ...own });
    else if (left.length > 0)
      object(month.text, listed, { because: short, onlyHere: left.map((day) => scope.text(day)) });
    if (short !== undefined && both.daily !== undefined) days(lived, short, new Set(left));
    for (const verdict of behind) draft.copy(verdict, beside);
  };
}

/** The days of a month, planned once they are needed. */
class MonthOfDays implements DaysInstead {
  readonly #month: ScopeMonth;
  readonly #daysOf: SeriesLife['daysOf'];

  constructor(month: ScopeMonth, daysOf: SeriesLife['daysOf']) {
    this.#month = month;
    this.#daysOf = daysOf;
  }

  answers(): readonly Answer[] {
    return this.#daysOf(this.#month).filter((answer) => answer.kind !== 'settled');
  }
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
    else if (due <= scope.today && missing === undefined) object(text);
    else {
      // The month in which a contract is delivered has no data behind that day.
      const end = Math.min(last, bounds.last);
      if (due > scope.today)
        draft.verdict(first, end, 'not_yet_published', 'months come out after they have closed');
      else missing?.(text, first, end, due + bounds.lateAfterDays <= scope.today);
      draft.verdict(end + 1, last, bounds.endVerdict, bounds.endReason);
    }
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
  return ({ first, last }, because, left) => {
    for (let day = first; day <= last; day++) {
      if (left?.has(day) === true) continue;
      const listed = listing.objects.get(scope.text(day));
      if (listed === undefined) verdicts({ first: day, last: day });
      else object(scope.text(day), listed, because && { because });
    }
  };
}
