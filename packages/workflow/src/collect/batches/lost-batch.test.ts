import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_LOSSES, turnsOf } from './lost-batch.ts';

test('a batch that nobody has lost, or only one holder, is one turn in the order of the plan', () => {
  expect(turnsOf([1, 2, 3], 0)).toEqual([[1, 2, 3]]);
  expect(turnsOf([1, 2, 3], 1)).toEqual([[1, 2, 3]]);
});

test('one that two holders in a row have lost begins with one file, then with up to twice as many, a quarter of what is left at most', () => {
  const files = Array.from({ length: 24 }, (_, place) => place);
  expect(turnsOf(files, 2).map(({ length }) => length)).toEqual([1, 2, 4, 5, 3, 3, 2, 1, 1, 1, 1]);
});

test('turns have each file once, and begin elsewhere after each loss', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(), { minLength: 3 }), (files) => {
      const losses = Array.from({ length: MOST_LOSSES - 2 }, (_, loss) => loss + 2);
      for (const loss of losses) {
        expect(turnsOf(files, loss).flat().toSorted()).toEqual(files.toSorted());
      }
      expect(new Set(losses.map((loss) => turnsOf(files, loss)[0]?.[0])).size).toBe(losses.length);
    }),
  );
});

test('of a batch that up to two files end, all others get their outcome', () => {
  const batches = fc
    .integer({ min: 1, max: 1_000 })
    .chain((count) =>
      fc.record({ count: fc.constant(count), fatal: fc.uniqueArray(fc.nat(count - 1), { maxLength: 2 }) }),
    );
  fc.assert(
    fc.property(batches, ({ count, fatal }) => {
      expect(crashed(count, new Set(fatal))).toEqual(fatal.toSorted((one, other) => one - other));
    }),
  );
});

/** The files of a batch that are recorded as Crashed, where each process dies with the first turn that has a fatal file. */
function crashed(count: number, fatal: ReadonlySet<number>): readonly number[] {
  let left = Array.from({ length: count }, (_, place) => place);
  for (let losses = 0; losses < MOST_LOSSES; ) {
    const turns = turnsOf(left, losses);
    const last = turns.findIndex((turn) => turn.some((file) => fatal.has(file)));
    if (last === -1) return [];
    const ended = new Set(turns.slice(0, last).flat());
    left = left.filter((file) => !ended.has(file));
    // The claim that follows counts the loss; an outcome forgets those before.
    losses = ended.size > 0 ? 1 : losses + 1;
  }
  return left;
}
