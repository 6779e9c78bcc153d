import {
  addDays,
  dayNumber,
  dayText,
  firstDayOf,
  lastDayOf,
  monthsBetween,
  publication,
} from '@tapehaul/archive';

/** A month that touches the span of a request. Days are numbers since 1970-01-01. */
export interface ScopeMonth {
  /** As `2025-07`. */
  readonly text: string;
  /** First and last day of the month within the span. */
  readonly first: number;
  readonly last: number;
  /** Whether the whole month lies in the span. */
  readonly whole: boolean;
  /** First day on which the monthly object can be there. */
  readonly due: number;
  /** From this day on its absence is no mere delay. */
  readonly late: number;
}

/** The span of a request, worked out once for all its series. Days are numbers since 1970-01-01. */
export interface Scope {
  readonly first: number;
  readonly last: number;
  readonly today: number;
  readonly months: readonly ScopeMonth[];
  /** The text of a day of the span, or of the days around it. */
  text(day: number): string;
}

/** Works out a span; `end` may be `latest`: the newest day that can be published, or the start. */
export function scopeOf(start: string, end: string, today: string): Scope {
  const yesterday = addDays(today, -1);
  const latest = yesterday < start ? start : yesterday;
  const lastDay = end === 'latest' ? latest : end;
  const first = dayNumber(start);
  const last = dayNumber(lastDay);
  const texts = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => dayText(first + offset));
  return {
    first,
    last,
    today: dayNumber(today),
    months:
      last < first ? [] : [...monthsBetween(start, lastDay)].map((text) => scopeMonth(text, first, last)),
    text: (day) => texts[day - first] ?? dayText(day),
  };
}

/** The part of a span from one of its months to another. */
export function partOf(scope: Scope, firstMonth: number, lastMonth: number): Scope {
  const months = scope.months.slice(firstMonth, lastMonth + 1);
  return {
    ...scope,
    months,
    first: months[0]?.first ?? scope.first,
    last: months.at(-1)?.last ?? scope.last,
  };
}

function scopeMonth(text: string, spanFirst: number, spanLast: number): ScopeMonth {
  const first = dayNumber(firstDayOf(text));
  const last = dayNumber(lastDayOf(text));
  const { due, late } = publication({ partition: 'monthly', period: text });
  return {
    text,
    first: Math.max(first, spanFirst),
    last: Math.min(last, spanLast),
    whole: first >= spanFirst && last <= spanLast,
    due: dayNumber(due),
    late: dayNumber(late),
  };
}
