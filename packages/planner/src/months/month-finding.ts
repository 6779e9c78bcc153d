import { addDays, firstDayOf, isCandleType, monthOf, nextMonth, type Series } from '@tapehaul/archive';
import { grouped } from '@tapehaul/errors';
import type { Listed, MonthFinding } from '../answer/answer.ts';
import type { SeriesListing } from '../answer/series-listing.ts';
import type { Scope, ScopeMonth } from '../request/scope.ts';
import { isFarSmaller, isSmallerThanDays } from './month-size.ts';

/** What is listed of a series that has both days and months. */
export interface BothListed {
  readonly daily: SeriesListing | undefined;
  readonly monthly: SeriesListing | undefined;
}

/** Why a listed month does not hold all its days, as far as sizes show; undefined for a month that can be trusted. */
export function shortMonth(
  series: Series,
  scope: Scope,
  month: ScopeMonth,
  { daily, monthly }: BothListed,
): MonthFinding | undefined {
  const bytes = monthly?.objects.get(month.text)?.size;
  if (bytes === undefined) return undefined;
  const days = listedDays(scope, month, daily).map(({ size }) => size);
  const short = (reason: string): MonthFinding => ({ month: month.text, finding: 'month_short', reason });
  if (days.length > 0) {
    if (!isSmallerThanDays(bytes, days)) return undefined;
    const total = days.reduce((sum, size) => sum + size, 0);
    return short(
      `the monthly file has ${inBytes(bytes)}, its ${days.length} listed daily files have ${inBytes(total)}`,
    );
  }
  const before = monthly?.objects.get(monthOf(addDays(firstDayOf(month.text), -1)))?.size;
  const after = monthly?.objects.get(nextMonth(month.text))?.size;
  if (before === undefined || after === undefined || !isCandleType(series.dataType)) return undefined;
  if (!isFarSmaller(bytes, before, after)) return undefined;
  return short(
    `the monthly file has ${inBytes(bytes)}, those of the months around it have ${inBytes(before)} and ${inBytes(after)}`,
  );
}

/** That a month, which should be there by now, is not listed although days of it are; undefined where that is not so. */
export function absentMonth(
  scope: Scope,
  month: ScopeMonth,
  { daily, monthly }: BothListed,
): MonthFinding | undefined {
  const isListed = monthly?.objects.has(month.text) ?? true;
  if (isListed || month.late > scope.today || listedDays(scope, month, daily).length === 0) return undefined;
  return { month: month.text, finding: 'month_absent', reason: 'the monthly file is not listed' };
}

/** Days of a short month that exist nowhere else: not listed, and not before the first that is; by their numbers. */
export function daysOnlyInMonth(scope: Scope, month: ScopeMonth, daily: SeriesListing | undefined): number[] {
  const days: number[] = [];
  const oldest = daily?.before === true ? undefined : [...(daily?.objects.keys() ?? [])].sort()[0];
  const hasNone = listedDays(scope, month, daily).length === 0;
  for (let day = month.first; day <= month.last; day++) {
    const text = scope.text(day);
    if (daily?.objects.has(text) === true) continue;
    if (hasNone || oldest === undefined || oldest < text) days.push(day);
  }
  return days;
}

/** What is listed of the days of a month. */
export function listedDays(
  scope: Scope,
  { first, last }: ScopeMonth,
  daily: SeriesListing | undefined,
): Listed[] {
  const days: Listed[] = [];
  for (let day = first; day <= last; day++) {
    const listed = daily?.objects.get(scope.text(day));
    if (listed !== undefined) days.push(listed);
  }
  return days;
}

function inBytes(bytes: number): string {
  return `${grouped(bytes)} bytes`;
}
