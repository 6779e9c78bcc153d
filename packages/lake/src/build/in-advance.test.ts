import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inAdvance } from './in-advance.ts';

async function collected(results: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** Work that takes as many turns of the event loop as its item says. */
function turns(items: { open: number; most: number }) {
  return async (item: number): Promise<number> => {
    items.most = Math.max(items.most, ++items.open);
    for (let turn = 0; turn < item; turn++) await setImmediate();
    items.open--;
    return item;
  };
}

test('results come in the order of the items, and no more work is in progress than allowed', async () => {
  const items = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(items, fc.integer({ min: 1, max: 5 }), async (waits, count) => {
      const seen = { open: 0, most: 0 };
      expect(await collected(inAdvance(waits, count, turns(seen)))).toEqual(waits);
      expect(seen.open).toBe(0);
      expect(seen.most).toBe(Math.min(count, waits.length));
    }),
    { numRuns: 60 },
  );
});

test('the first failure is thrown once what has begun is done, and nothing more begins', async () => {
  const begun: number[] = [];
  let open = 0;
  const work = async (item: number): Promise<number> => {
    begun.push(item);
    open++;
    for (let turn = 0; turn < 5 * item; turn++) await setImmediate();
    open--;
    if (item === 1) throw new Error('one');
    return item;
  };
  await expect(collected(inAdvance([0, 1, 2, 3, 4], 3, work))).rejects.toThrow('one');
  expect([begun, open]).toEqual([[0, 1, 2, 3], 0]);
});
