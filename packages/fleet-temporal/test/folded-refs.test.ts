import { batchRef } from '@tapehaul/fleet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchId, foldRefs, unfoldRefs } from '../src/flow/folded-refs.ts';

/** References of this release and of others, numbered and not, in runs of numbers and alone. */
const refs = fc.array(
  fc.oneof(
    fc.nat({ max: 40 }).map((no) => batchRef('a', no + 1)),
    fc.nat({ max: 40 }).map((no) => ({ v: 2, no, plan: [1, { deep: null }] })),
    fc.record({ v: fc.constant(2), slice: fc.array(fc.nat(), { maxLength: 3 }) }),
    fc.constantFrom<unknown>('text', 7, null, [1, 2], { no: 1.5 }, { no: '3' }),
  ),
);

const texts = (values: Iterable<unknown>): string[] => [...values].map((value) => batchId(value)).sort();

test('what is folded, sent as JSON and unfolded is what it was, whatever a reference holds', () => {
  fc.assert(
    fc.property(refs, (given) => {
      const folded = JSON.parse(JSON.stringify(foldRefs(given)));
      const sorted = (values: Iterable<unknown>): string[] =>
        [...values].map((value) => JSON.stringify(Object.entries(value ?? {}).sort(), undefined)).sort();
      expect(sorted(unfoldRefs(folded))).toEqual(sorted(given));
      expect(texts(unfoldRefs(folded))).toEqual(texts(given));
    }),
  );
});

test('those that are alike keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (numbers) => {
      const given = numbers.map((no) => batchRef('a', no));
      expect([...unfoldRefs(foldRefs(given))]).toEqual(given);
    }),
  );
});

test('batches one after the other are one span, however many they are', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => batchRef('20261127T101500Z-4fa1c2', index + 1));
  expect(JSON.stringify(foldRefs([...many, batchRef('20261127T101500Z-4fa1c2', 7)]))).toBe(
    '[{"like":{"v":1,"run":"20261127T101500Z-4fa1c2"},"no":[[1,100000],7]}]',
  );
});

test('a batch is known by its number, one without by all that it holds', () => {
  expect(batchId(batchRef('a', 12))).toBe('12');
  expect(batchId({ v: 2, slice: [1, 2] })).toBe('{"v":2,"slice":[1,2]}');
});
