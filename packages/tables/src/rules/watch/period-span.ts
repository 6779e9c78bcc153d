import { dayNumber, firstDayOf, isMonth, nextMonth } from '@tapehaul/archive';

/** Microseconds of a second. */
export const SECOND = 1e6;
/** Microseconds of a UTC day. */
export const DAY = 86_400 * SECOND;

/** Microseconds since 1970 UTC: the first one of a period and the first one after it. */
export interface PeriodSpan {
  readonly start: number;
  readonly end: number;
}

/** The span of `2025-07` or `2025-07-01`. Throws a RangeError for any other text. */
export function spanOf(period: string): PeriodSpan {
  if (!isMonth(period)) return { start: dayNumber(period) * DAY, end: (dayNumber(period) + 1) * DAY };
  return { start: dayNumber(firstDayOf(period)) * DAY, end: dayNumber(firstDayOf(nextMonth(period))) * DAY };
}
