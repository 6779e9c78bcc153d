import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinsBatch, type NewBatch } from './new-batch.ts';

/** Sizes of the batches that some tasks of a plan make, behind those that it has. */
function sizes(before: number, files: readonly (number | undefined)[], most?: number): number[] {
  const batches: NewBatch[] = [];
  for (const [place, bytes] of files.entries()) {
    const [number, task] = [
      before + place + 1,
      { taskId: '', name: 'fetch', input: null, ...(bytes === undefined ? {} : { bytes }) },
    ];
    let batch = batches.at(-1);
    if (batch === undefined || !joinsBatch(batch, task, most)) {
      batch = { number: 1, name: 'fetch', first: number, last: number, open: 0, bytes: 0 };
      batches.push(batch);
    }
    batch.last = number;
    batch.bytes += bytes ?? Number.POSITIVE_INFINITY;
  }
  return batches.map(({ first, last }) => last - first + 1);
}

const filled = (files: number, bytes?: number): (number | undefined)[] =>
  Array.from({ length: files }, () => bytes);

test('the first hundred thousand tasks of a plan are in batches of a thousand', () => {
  expect(sizes(0, filled(3_500, 1))).toEqual([1_000, 1_000, 1_000, 500]);
  expect(sizes(99_000, filled(3_500, 1))).toEqual([1_000, 2_500]);
});

test('those behind are in batches of five thousand where they are small', () => {
  expect(sizes(100_000, filled(12_000, 1_500))).toEqual([5_000, 5_000, 2_000]);
  expect(sizes(1e9, filled(6_000, 16_000))).toEqual([4_000, 2_000]);
});

test('large files, and those of which no size is known, are in batches of a thousand', () => {
  expect(sizes(200_000, filled(2_500, 1e9))).toEqual([1_000, 1_000, 500]);
  expect(sizes(200_000, filled(2_500))).toEqual([1_000, 1_000, 500]);
  expect(sizes(200_000, [...filled(1_500, 1), ...filled(1_500)])).toEqual([1_500, 1_000, 500]);
});

test('a number that is given holds for all', () => {
  const plans = fc.tuple(
    fc.nat(300_000),
    fc.array(fc.option(fc.nat(1e6), { nil: undefined }), { minLength: 1 }),
    fc.integer({ min: 1, max: 9 }),
  );
  fc.assert(
    fc.property(plans, ([before, files, most]) => {
      const found = sizes(before, files, most);
      expect(found.slice(0, -1).every((size) => size === most)).toBe(true);
      expect(found.at(-1)).toBeLessThanOrEqual(most);
      expect(found.reduce((sum, size) => sum + size, 0)).toBe(files.length);
    }),
  );
});

test('tasks of another name are in another batch', () => {
  const batch = { number: 1, name: 'other', first: 200_001, last: 200_001, open: 1, bytes: 1 };
  expect(joinsBatch(batch, { taskId: 'a', name: 'fetch', input: null, bytes: 1 })).toBe(false);
});
