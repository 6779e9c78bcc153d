import { addDays } from '@tapehaul/archive';
import type { FindingDay } from '@tapehaul/catalog';

/** Consecutive days of a series whose worst findings are of the same rule. */
export interface FindingSpan extends Omit<FindingDay, 'day'> {
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
}

/** Days with findings as spans, in their order. */
export function findingSpans(days: readonly FindingDay[]): FindingSpan[] {
  const spans: FindingSpan[] = [];
  for (const { day, severity, rule } of days) {
    const before = spans.at(-1);
    const isNext = before?.rule === rule && before.severity === severity && addDays(before.last, 1) === day;
    if (before !== undefined && isNext)
      spans[spans.length - 1] = { ...before, last: day, days: before.days + 1 };
    else spans.push({ first: day, last: day, days: 1, severity, rule });
  }
  return spans;
}
