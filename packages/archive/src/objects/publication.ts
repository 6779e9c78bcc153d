import { addDays, firstDayOf, nextMonth } from '../time/periods.ts';
import type { ArchiveObject } from './object.ts';

/**
 * When objects come out, in days after their period ends. A day is published on the next day, with lags of
 * up to a week seen; a month within days of its end, with several weeks seen (binance-public-data #38, #151,
 * #181, #328, and the worst cases of 2023-08 and 2024-03).
 */
export const LATE_AFTER_DAYS = { daily: 8, monthly: 20 } as const;

/** The publication calendar of one object, as UTC days. */
export interface Publication {
  /** First day on which the object can be there. */
  readonly due: string;
  /** From this day on its absence is a gap and not a delay. */
  readonly late: string;
}

/** When an object is due, and when its absence stops being a mere delay. */
export function publication(object: Pick<ArchiveObject, 'partition' | 'period'>): Publication {
  const due = object.partition === 'daily' ? addDays(object.period, 1) : firstDayOf(nextMonth(object.period));
  return { due, late: addDays(due, LATE_AFTER_DAYS[object.partition]) };
}
