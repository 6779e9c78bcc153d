import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DigestSet } from './digest-set.ts';

test('a set of digests answers as a set of names does', () => {
  const names = fc.array(fc.string({ maxLength: 3 }), { maxLength: 200 });
  fc.assert(
    fc.property(names, names, (added, others) => {
      const [set, model] = [new DigestSet(), new Set<string>()];
      for (const name of added) {
        expect(set.add(name)).toBe(!model.has(name));
        model.add(name);
      }
      for (const name of [...added, ...others]) expect(set.has(name)).toBe(model.has(name));
    }),
  );
});

test('a set keeps each of many names once while its table grows', () => {
  const nameOf = (at: number): string => `bronze/${at}.zip`;
  const set = new DigestSet();
  const count = 20_000;
  const all = Array.from({ length: count }, (_, at) => nameOf(at));
  expect(all.every((name) => set.add(name))).toBe(true);
  expect(all.some((name) => set.add(name) || !set.has(name))).toBe(false);
  expect(all.some((_, at) => set.has(nameOf(count + at)))).toBe(false);
});
