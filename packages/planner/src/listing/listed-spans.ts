import { dayNumber, firstDayOf, lastDayOf, type Partition } from '@tapehaul/archive';
import { type Bounds, boundsOf } from '../bounds.ts';
import type { Requested } from '../request/request.ts';
import type { Scope } from '../request/scope.ts';

/** The first and last period that are listed of a series in one partition, both included. */
export interface ListedSpan {
  readonly partition: Partition;
  readonly first: string;
  readonly last: string;
  /** Whether the span begins where the type does, so that nothing older is expected. */
  readonly isWhole?: boolean;
  /** What is known of older files, so that no request is needed to find out whether there are any. */
  readonly older?: KnownOlder;
}

/**
 * That files before a span exist, and the newest of these where it is known, or else from which day on there were none; or that
 * the days do without knowing.
 */
export interface KnownOlder {
  readonly newest?: string;
  readonly noneSince?: string;
}

/** A series of a request with the rows that it is planned by. */
export type RequestedSeries = Extract<Requested, { kind: 'series' }>;

/** What a plan by listing lists of a series: months only when whole ones, or nothing else, can be used. */
export function wholeSpans({ rows }: RequestedSeries, scope: Scope): ListedSpan[] {
  if (scope.last < scope.first) return [];
  const months = usableMonths(rows.daily === undefined, scope).map(({ text }) => text);
  return [
    ...(rows.daily === undefined ? [] : [daysOf(scope)]),
    ...(rows.monthly === undefined ? [] : monthsOf(months)),
  ];
}

/**
 * The spans of {@link wholeSpans} of which the archive may have something, by what is known of it: none before a type
 * begins, after it has ended or a contract was delivered, and none that has not closed yet.
 */
export function possibleSpans({ series, rows }: RequestedSeries, scope: Scope): ListedSpan[] {
  if (scope.last < scope.first) return [];
  const daily = rows.daily && boundsOf(rows.daily, series.symbol);
  const monthly = rows.monthly && boundsOf(rows.monthly, series.symbol);
  const closed = Math.min(scope.last, scope.today - 1);
  const months = usableMonths(daily === undefined, scope).filter(
    ({ due, text }) => monthly !== undefined && due <= scope.today && mayHold(monthly, ...daysOfMonth(text)),
  );
  return [
    ...(daily !== undefined && mayHold(daily, scope.first, closed)
      ? [{ ...daysOf(scope), isWhole: scope.first <= daily.first }]
      : []),
    ...monthsOf(months.map(({ text }) => text)).map((span) => {
      return { ...span, isWhole: monthly !== undefined && scope.first <= monthly.first };
    }),
  ];
}

function daysOfMonth(month: string): [first: number, last: number] {
  return [dayNumber(firstDayOf(month)), dayNumber(lastDayOf(month))];
}

/** Whether files of some days may exist. */
function mayHold({ removed, first: begin, last: end }: Bounds, first: number, last: number): boolean {
  return !removed && Math.max(first, begin) <= Math.min(last, end);
}

function usableMonths(isOnlyMonths: boolean, { months }: Scope): Scope['months'] {
  return months.filter(({ whole }) => whole || isOnlyMonths);
}

function daysOf(scope: Scope): ListedSpan {
  return { partition: 'daily', first: scope.text(scope.first), last: scope.text(scope.last) };
}

function monthsOf(months: readonly string[]): ListedSpan[] {
  const [first, last] = [months[0], months.at(-1)];
  return first === undefined || last === undefined ? [] : [{ partition: 'monthly', first, last }];
}
