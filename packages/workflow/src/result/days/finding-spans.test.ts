import { addDays } from '@tapehaul/archive';
import type { FindingDay } from '@tapehaul/catalog';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingSpans } from './finding-spans.ts';

const rules = ['ohlc', 'missing_rows'] as const;

test('spans have the same days as what they were made of, and neighbours that could be one span are', () => {
  const found = fc.dictionary(fc.nat(20).map(String), fc.constantFrom(...rules)).map((byDay) =>
    Object.entries(byDay).map(([day, rule]): FindingDay => {
      return {
        day: addDays('2025-02-20', Number(day)),
        rule,
        severity: rule === 'ohlc' ? 'error' : 'gap',
      };
    }),
  );
  fc.assert(
    fc.property(found, (days) => {
      const spans = findingSpans(days);
      const again = spans.flatMap(({ first, days: count, rule, severity }) =>
        Array.from({ length: count }, (_, at) => ({ day: addDays(first, at), rule, severity })),
      );
      expect(again).toEqual(days);
      for (const [at, { first, rule }] of spans.entries()) {
        const before = spans[at - 1];
        if (before?.rule === rule) expect(addDays(before.last, 1)).not.toBe(first);
      }
    }),
  );
});
