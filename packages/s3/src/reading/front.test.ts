import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Front } from './front.ts';

test('the front is where the first gap begins, in whatever order parts arrive', () => {
  const parts = fc
    .uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 30 })
    .map((ends) => ends.sort((a, b) => a - b).map((to, index) => ({ from: ends[index - 1] ?? 0, to })))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
  fc.assert(
    fc.property(parts, (arriving) => {
      const front = new Front();
      const there = new Set<number>();
      for (const { from, to } of arriving) {
        front.add(from, to);
        for (let byte = from; byte < to; byte++) there.add(byte);
        let gap = 0;
        while (there.has(gap)) gap++;
        expect(front.end).toBe(gap);
      }
    }),
  );
});

test('a part of no bytes changes nothing', () => {
  const front = new Front();
  front.add(0, 0);
  front.add(0, 5);
  front.add(5, 5);
  front.add(5, 7);
  expect(front.end).toBe(7);
});
