import { someOf } from '@tapehaul/testkit';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => vi.stubEnv('TAPEHAUL_TRIALS', undefined));
afterEach(() => vi.unstubAllEnvs());

test('of a table one case in three is tried, the first among them', () => {
  expect(someOf([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
});

test('each kind of cases is tried, all cases where full trials are requested, and no others ever', async () => {
  const table = fc.array(fc.record({ kind: fc.integer({ min: 0, max: 4 }), id: fc.integer() }));
  await fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (cases, every) => {
      vi.stubEnv('TAPEHAUL_TRIALS', undefined);
      const some = someOf(cases, every, ({ kind }) => kind);
      const kinds = [...new Set(cases.map(({ kind }) => kind))];
      for (const kind of kinds) {
        const [all, tried] = [cases, some].map((of) => of.filter((value) => value.kind === kind));
        expect(tried?.[0]).toBe(all?.[0]);
        expect(tried).toHaveLength(Math.ceil((all?.length ?? 0) / every));
      }
      expect(cases.filter((value) => some.includes(value))).toEqual(some);
      vi.stubEnv('TAPEHAUL_TRIALS', 'full');
      expect(someOf(cases, every, ({ kind }) => kind)).toEqual(cases);
    }),
  );
});
