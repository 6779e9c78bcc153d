import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  asInterval,
  dayNumber,
  daysBetween,
  dayText,
  firstDayOf,
  INTERVALS,
  intervalSeconds,
  isDay,
  isDayAfter,
  isMonth,
  LATE_AFTER_DAYS,
  lastDayOf,
  monthOf,
  monthsBetween,
  nextMonth,
  publication,
} from '../src/index.ts';

/** Days from 1970 to 9998: the month after the last of 9999 has no name. */
const number = fc.integer({ min: 0, max: 2_932_500 });
const few = fc.integer({ min: -2_000, max: 2_000 });

describe('days', () => {
  test('and their numbers are two names of one thing', () => {
    fc.assert(
      fc.property(number, (day) => {
        expect(isDay(dayText(day))).toBe(true);
        expect(dayNumber(dayText(day))).toBe(day);
      }),
    );
    expect(dayNumber('1970-01-01')).toBe(0);
  });

  test('are exactly the texts that a calendar has', () => {
    const part = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
    const year = fc.integer({ min: 1_900, max: 2_200 });
    fc.assert(
      fc.property(year, part(14), part(33), (y, month, day) => {
        const text = `${y}-${month}-${day}`;
        const date = new Date(`${text}T00:00:00Z`);
        const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect(isDay(text)).toBe(isReal);
        if (!isReal) expect(() => dayNumber(text)).toThrow(RangeError);
      }),
    );
  });

  test.each(['2025-7-1', '2025-07-01T00:00', ' 2025-07-01', '2025-07', '', '20250701'])(
    'are not written %j',
    (text) => expect(isDay(text)).toBe(false),
  );

  test('add up, and sort as their numbers do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5_000, max: 50_000 }), few, few, (day, one, other) => {
        const text = dayText(day);
        expect(addDays(addDays(text, one), other)).toBe(addDays(text, one + other));
        expect(addDays(text, one) < text).toBe(one < 0);
      }),
    );
  });

  test('follow one another as their numbers do', () => {
    // The next day in most cases, or one with the same day of the month.
    const apart = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -400, max: 400 }));
    fc.assert(
      fc.property(fc.integer({ min: 5_000, max: 50_000 }), apart, (day, days) => {
        expect(isDayAfter(dayText(day), dayText(day + days))).toBe(days === 1);
      }),
      { numRuns: 1_000 },
    );
  });

  test('between two days are all of them, once and in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5_000, max: 50_000 }), fc.integer({ min: -3, max: 400 }), (day, more) => {
        const days = [...daysBetween(dayText(day), dayText(day + more))];
        expect(days).toEqual(Array.from({ length: Math.max(0, more + 1) }, (_, at) => dayText(day + at)));
      }),
    );
  });
});

describe('months', () => {
  test('are the spans from their first day to their last', () => {
    fc.assert(
      fc.property(number, (day) => {
        const month = monthOf(dayText(day));
        expect(isMonth(month)).toBe(true);
        const [first, last] = [firstDayOf(month), lastDayOf(month)];
        expect(first <= dayText(day) && dayText(day) <= last).toBe(true);
        expect(monthOf(last)).toBe(month);
        expect(addDays(last, 1)).toBe(firstDayOf(nextMonth(month)));
      }),
    );
  });

  test('between two days are those that the days between them lie in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5_000, max: 50_000 }), fc.integer({ min: 0, max: 800 }), (day, more) => {
        const [first, last] = [dayText(day), dayText(day + more)];
        const months = [...new Set([...daysBetween(first, last)].map(monthOf))];
        expect([...monthsBetween(first, last)]).toEqual(months);
      }),
    );
    expect([...monthsBetween('2025-03-01', '2025-02-28')]).toEqual([]);
  });

  test.each(['2025-7', '2025-13', '2025-00', '2025-07-01', '25-07'])('are not written %j', (text) =>
    expect(isMonth(text)).toBe(false),
  );
});

describe('intervals', () => {
  test('get longer in the order of the list', () => {
    const seconds = INTERVALS.map((interval) => intervalSeconds(interval) ?? Number.POSITIVE_INFINITY);
    expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
    expect(intervalSeconds('1mo')).toBeUndefined();
    expect(intervalSeconds('90m')).toBe(5_400);
    expect(intervalSeconds('none')).toBeUndefined();
  });

  test('are read by their names, and 1M as 1mo', () => {
    for (const interval of INTERVALS) expect(asInterval(interval)).toBe(interval);
    expect(asInterval('1M')).toBe('1mo');
    expect(asInterval('60m')).toBeUndefined();
  });
});

describe('publication', () => {
  test('of a day is due on the next, of a month when it has closed', () => {
    expect(publication({ partition: 'daily', period: '2024-02-28' })).toEqual({
      due: '2024-02-29',
      late: addDays('2024-02-29', LATE_AFTER_DAYS.daily),
    });
    expect(publication({ partition: 'monthly', period: '2024-12' })).toEqual({
      due: '2025-01-01',
      late: addDays('2025-01-01', LATE_AFTER_DAYS.monthly),
    });
  });
});
