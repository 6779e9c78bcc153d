import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

/** Steps of a run: milliseconds that pass, and bytes of the file that comes then. */
const steps = fc.array(
  fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), bytes: fc.integer({ min: 0, max: 1e9 }) }),
  { maxLength: 200 },
);

test('a steady run has its rate, whatever the window has forgotten', () => {
  const pace = new Pace({ bytes: 0, files: 0 }, 0);
  for (let second = 1; second <= 300; second += 1) {
    pace.reached({ bytes: second * 1_000, files: second * 2 }, second * 1_000);
    expect(pace.rates(second * 1_000)).toEqual({ bytes: 1_000, files: 2 });
  }
});

test('nothing is said before a second has passed, and what stands still comes down to 0 within a minute', () => {
  const pace = new Pace({ bytes: 0, files: 0 }, 0);
  pace.reached({ bytes: 6_000, files: 6 }, 500);
  expect(pace.rates(999)).toBeUndefined();
  expect(pace.rates(6_000)).toEqual({ bytes: 1_000, files: 1 });
  expect(pace.rates(30_000)).toEqual({ bytes: 200, files: 0.2 });
  expect(pace.rates(61_000)).toEqual({ bytes: 0, files: 0 });
});

test('what was there before does not count, and a total that shrinks begins anew', () => {
  const pace = new Pace({ bytes: 1e9, files: 1_000 }, 0);
  pace.reached({ bytes: 1e9 + 10_000, files: 1_010 }, 10_000);
  expect(pace.rates(10_000)).toEqual({ bytes: 1_000, files: 1 });
  pace.reached({ bytes: 0, files: 0 }, 11_000);
  expect(pace.rates(11_500)).toBeUndefined();
  expect(pace.rates(13_000)).toEqual({ bytes: 0, files: 0 });
});

test('rates are never negative, never above what came, and their parts add up to them', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 90_000 }), (all, pause) => {
      const pace = new Pace({ bytes: 0, files: 0 }, 0);
      let [at, bytes] = [0, 0];
      for (const [index, step] of all.entries()) {
        at += step.wait;
        bytes += step.bytes;
        pace.reached({ bytes, files: index + 1 }, at);
      }
      const now = at + pause;
      const rates = pace.rates(now);
      if (rates === undefined) return;
      const seconds = Math.min(60_000, now) / 1_000;
      expect(rates.bytes).toBeGreaterThanOrEqual(0);
      expect(rates.bytes * seconds).toBeLessThanOrEqual(bytes + 1);
      expect(rates.files * seconds).toBeLessThanOrEqual(all.length + 1e-6);
      const sum = pace.parts(12, now).reduce((total, part) => total + part.bytes, 0);
      expect(sum).toBeCloseTo(rates.bytes * seconds, 0);
    }),
  );
});
