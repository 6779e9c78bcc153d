import { addDays } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takenDays } from '../src/rules/index.ts';

test('consecutive days of one source and rule are one span', () => {
  const day = (date: string, source: string, rule: string | null = null) => ({ day: date, source, rule });
  expect(
    takenDays([
      day('2025-07-30', 'month'),
      day('2025-07-31', 'month'),
      day('2025-08-01', 'month'),
      day('2025-08-02', 'daily', 'monthly_short'),
      day('2025-08-03', 'month'),
      day('2025-08-05', 'month'),
    ]),
  ).toEqual([
    { first: '2025-07-30', last: '2025-08-01', source: 'month', rule: null },
    { first: '2025-08-02', last: '2025-08-02', source: 'daily', rule: 'monthly_short' },
    { first: '2025-08-03', last: '2025-08-03', source: 'month', rule: null },
    { first: '2025-08-05', last: '2025-08-05', source: 'month', rule: null },
  ]);
});

test('days that unite two sources are a span of each', () => {
  const days = ['2025-07-01', '2025-07-02'].flatMap((day) =>
    ['month', 'daily'].map((source) => ({ day, source, rule: 'both_short' })),
  );
  const span = { first: '2025-07-01', last: '2025-07-02', rule: 'both_short' };
  expect(takenDays(days)).toEqual([
    { ...span, source: 'month' },
    { ...span, source: 'daily' },
  ]);
});

test('the spans hold the days that they were made of', () => {
  const anyDay = fc.record({
    offset: fc.nat(40),
    source: fc.constantFrom('a', 'b'),
    rule: fc.constantFrom(null, 'x'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyDay, { selector: (it) => JSON.stringify(it) }), (given) => {
      const days = given
        .sort((a, b) => a.offset - b.offset)
        .map(({ offset, ...rest }) => ({ day: addDays('2025-01-20', offset), ...rest }));
      const spans = takenDays(days);
      const unfolded = spans.flatMap(({ first, last, source, rule }) => {
        const all: string[] = [];
        for (let day = first; day <= last; day = addDays(day, 1)) all.push(`${day} ${source} ${rule}`);
        return all;
      });
      expect(unfolded.sort()).toEqual(days.map(({ day, source, rule }) => `${day} ${source} ${rule}`).sort());
      expect(spans.map(({ first }) => first)).toEqual(spans.map(({ first }) => first).toSorted());
    }),
  );
});
