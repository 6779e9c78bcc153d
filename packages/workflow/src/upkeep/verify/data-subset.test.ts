import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DataSubset, isInSubset, parseSubset } from './data-subset.ts';

test.each<[string, DataSubset]>([
  ['1/7', { part: 1, of: 7 }],
  [' 7/7 ', { part: 7, of: 7 }],
  ['5%', { percent: 5 }],
  ['0.5%', { percent: 0.5 }],
  ['100%', { percent: 100 }],
])('%s is a subset', (text, subset) => {
  expect(parseSubset(text)).toEqual(subset);
});

test.each(['', '0/7', '8/7', '1/0', '7', '0%', '101%', '-5%', '5', '1/2/3', 'all'])('%s is none', (text) => {
  expect(() => parseSubset(text)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
});

test('each file is in exactly one part, whatever the seed, and always in the same one', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 40 }), (path, seed, of) => {
      const parts = Array.from({ length: of }, (_, index) => ({ part: index + 1, of }));
      const its = parts.filter((subset) => isInSubset(path, subset, seed));
      expect(its).toHaveLength(1);
      expect(isInSubset(path, its[0] ?? { percent: 100 }, `${seed}.`)).toBe(true);
    }),
  );
});

test('a sample has about that many files, all at 100 percent, and others with another seed', () => {
  const paths = Array.from({ length: 2_000 }, (_, index) => `bronze/${index}.zip`);
  const sample = (percent: number, seed: string) =>
    paths.filter((path) => isInSubset(path, { percent }, seed));
  expect(sample(100, 'a')).toEqual(paths);
  const some = sample(5, 'a');
  expect(some.length).toBeGreaterThan(50);
  expect(some.length).toBeLessThan(200);
  expect(sample(5, 'b')).not.toEqual(some);
});
