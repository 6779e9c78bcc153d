import { addDays, daysBetween } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldOrigins } from './fold-origins.ts';

const day = (first: string, source: string, rule: string | null = null) => ({
  first,
  last: first,
  source,
  rule,
});

test('days that follow each other fold while source and rule stay the same', () => {
  const days = [
    day('2025-02-27', 'm'),
    day('2025-02-28', 'm'),
    day('2025-03-01', 'm'),
    day('2025-03-02', 'd', 'monthly_short'),
    day('2025-03-03', 'm'),
    day('2025-03-05', 'm'),
  ];
  expect(foldOrigins(days)).toEqual([
    { first: '2025-02-27', last: '2025-03-01', source: 'm', rule: null },
    { first: '2025-03-02', last: '2025-03-02', source: 'd', rule: 'monthly_short' },
    { first: '2025-03-03', last: '2025-03-03', source: 'm', rule: null },
    { first: '2025-03-05', last: '2025-03-05', source: 'm', rule: null },
  ]);
});

test('a day that two sources made has both, whatever the order in which days come', () => {
  const days = [
    day('2025-07-02', 'm', 'both_short'),
    day('2025-07-01', 'd', 'both_short'),
    day('2025-07-01', 'm', 'both_short'),
  ];
  expect(foldOrigins(days)).toEqual([
    { first: '2025-07-01', last: '2025-07-01', source: 'd', rule: 'both_short' },
    { first: '2025-07-01', last: '2025-07-02', source: 'm', rule: 'both_short' },
  ]);
});

test('unfolding gives each day again, and no two spans touch that could be one', () => {
  const origin = fc.record({
    first: fc.integer({ min: 0, max: 60 }).map((days) => addDays('2024-02-01', days)),
    source: fc.constantFrom('m', 'd'),
    rule: fc.constantFrom(null, 'monthly_short'),
  });
  const origins = fc.uniqueArray(origin, { selector: (one) => JSON.stringify(one) });
  fc.assert(
    fc.property(origins, (days) => {
      const folded = foldOrigins(days.map(({ first, source, rule }) => day(first, source, rule)));
      const unfolded = folded.flatMap(({ first, last, source, rule }) =>
        [...daysBetween(first, last)].map((each) => JSON.stringify({ first: each, source, rule })),
      );
      expect(unfolded.sort()).toEqual(days.map((one) => JSON.stringify(one)).sort());
      const ends = folded.map(({ last, source, rule }) => `${addDays(last, 1)} ${source} ${rule}`);
      expect(folded.filter(({ first, source, rule }) => ends.includes(`${first} ${source} ${rule}`))).toEqual(
        [],
      );
    }),
  );
});
