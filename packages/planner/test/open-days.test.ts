import { dayNumber, dayText, monthsBetween } from '@tapehaul/archive';
import type { StateSpan } from '@tapehaul/coverage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planAuto, type RefusableSource, SettledDays } from '../src/index.ts';
import { request, today } from './request.ts';

const START = dayNumber('2017-09-01');
const END = dayNumber('2026-10-31');
/** Days that a page of a listing has. */
const PAGE = 500;

/** All days but some are held by their daily files, and settled. */
function settledBut(open: readonly number[]): SettledDays {
  const spans: StateSpan[] = [];
  let first = START;
  for (const day of [...open].sort((a, b) => a - b)) {
    if (day > first) spans.push({ first, last: day - 1, state: 'proved' });
    first = day + 1;
  }
  if (first <= END) spans.push({ first, last: END, state: 'proved' });
  return new SettledDays(spans);
}

/** How many pages a plan lists of a series of which some days are not settled; an archive that has nothing has no bearing on that. */
async function pagesOf(open: readonly number[] | undefined): Promise<number> {
  let pages = 0;
  const source: RefusableSource = {
    symbols: async () => [],
    async series(_, partition, first, last) {
      const months = [...monthsBetween(first.slice(0, 7), last.slice(0, 7))].length;
      const files = partition === 'monthly' ? months : dayNumber(last) - dayNumber(first) + 1;
      pages += Math.ceil(files / PAGE);
      return { objects: new Map(), before: true, after: true };
    },
  };
  const settled = open && settledBut(open);
  const dates = { date_range: { start: dayText(START), end: dayText(END) } };
  const options = { today, settledOf: async () => settled };
  for await (const _ of planAuto(request(dates), source, options));
  return pages;
}

test('days years apart that are not settled take no more pages than all days of their series', async () => {
  const whole = await pagesOf(undefined);
  expect(whole).toBe(Math.ceil((END - START + 1) / PAGE) + 1);
  const days = fc.uniqueArray(fc.integer({ min: START, max: END }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(days, async (open) => {
      expect(await pagesOf(open)).toBeLessThanOrEqual(whole);
    }),
    { numRuns: 60 },
  );
  const yearly = Array.from({ length: 7 }, (_, year) => START + 400 * (year + 1));
  expect(await pagesOf(yearly)).toBeLessThan(whole);
});
