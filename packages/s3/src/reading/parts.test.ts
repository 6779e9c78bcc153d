import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Part, Parts } from './parts.ts';

/** The free parts as a plain list. */
class Model {
  free: Part[] = [];
  constructor(total: number, partBytes: number) {
    for (let from = 0; from < total; from += partBytes) {
      this.free.push({ from, to: Math.min(from + partBytes, total) - 1 });
    }
  }
}

test('parts are taken from both ends and given back as from a list of them all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.constantFrom('first', 'last', 'at', 'wrong', 'back'), { maxLength: 60 }),
      (total, partBytes, steps) => {
        const parts = new Parts(total, partBytes);
        const model = new Model(total, partBytes);
        const taken: Part[] = [];
        for (const step of steps) {
          let got: Part | undefined;
          let expected: Part | undefined;
          if (step === 'first') [got, expected] = [parts.takeFirst(), model.free.shift()];
          else if (step === 'last') [got, expected] = [parts.takeLast(), model.free.pop()];
          else if (step === 'at')
            [got, expected] = [parts.takeAt(model.free[0]?.from ?? 0), model.free.shift()];
          else if (step === 'wrong') got = parts.takeAt(total + 1);
          else {
            // A helper gives back what it took from the end.
            const part = taken.pop();
            if (part === undefined) continue;
            parts.giveBack(part);
            model.free = [...model.free, part].sort((a, b) => a.from - b.from);
          }
          expect(got).toEqual(expected);
          if (got !== undefined && step === 'last') taken.push(got);
          expect(parts.count).toBe(model.free.length);
        }
      },
    ),
  );
});

test('a size that no object has costs no memory', () => {
  const parts = new Parts(Number.MAX_SAFE_INTEGER, 16 * 2 ** 20);
  expect(parts.takeLast()?.to).toBe(Number.MAX_SAFE_INTEGER - 1);
  expect(parts.takeFirst()).toEqual({ from: 0, to: 16 * 2 ** 20 - 1 });
  expect(parts.count).toBeGreaterThan(5e8);
});
