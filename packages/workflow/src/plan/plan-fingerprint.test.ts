import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FingerprintedFile, FingerprintMaker, isSamePlan } from './plan-fingerprint.ts';

const file = fc.record({
  change: fc.constantFrom('new' as const, 'replaced' as const, 'corrupt' as const),
  key: fc.string(),
  etag: fc.option(fc.string(), { nil: undefined }),
});
const files = fc.uniqueArray(file, { selector: ({ key }) => key, maxLength: 30 });

function fingerprintOf(all: readonly FingerprintedFile[]) {
  const maker = new FingerprintMaker();
  for (const one of all) maker.add(one);
  return maker.fingerprint();
}

test('the order of the files, and files that are not fetched, change nothing', () => {
  fc.assert(
    fc.property(files, fc.constantFrom('present', 'gone', 'disputed'), (all, change) => {
      const others = all.map((one) => ({ ...one, change, key: `${one.key}-other` }) as FingerprintedFile);
      expect(fingerprintOf([...others, ...all.toReversed()])).toEqual(fingerprintOf(all));
      expect(fingerprintOf(all).files).toBe(all.length);
    }),
  );
});

test('a file more, a file less, another file or another version is another plan', () => {
  fc.assert(
    fc.property(files, file, fc.nat(), (all, more, at) => {
      fc.pre(all.length > 0 && all.every(({ key }) => key !== more.key));
      const [first, ...rest] = [...all.slice(at % all.length), ...all.slice(0, at % all.length)];
      const known = fingerprintOf(all);
      expect(isSamePlan(known, fingerprintOf([...all]))).toBe(true);
      expect(isSamePlan(known, fingerprintOf([...all, more]))).toBe(false);
      expect(isSamePlan(known, fingerprintOf(rest))).toBe(false);
      expect(isSamePlan(known, fingerprintOf([more, ...rest]))).toBe(false);
      if (first === undefined) return;
      expect(isSamePlan(known, fingerprintOf([{ ...first, etag: `${first.etag}x` }, ...rest]))).toBe(false);
    }),
  );
});
