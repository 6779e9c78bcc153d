import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

const FILE = { bytes: 1_000, plannedBytes: 500, files: 1 };

test('a pace forgets what was long ago, and its range narrows', () => {
  const pace = new Pace();
  expect(pace.secondsFor(10, 'files')).toBeUndefined();
  for (let second = 0; second < 20; second += 1) pace.step(FILE, second * 1_000);
  const [least = 0, most = 0] = pace.secondsFor(100, 'files') ?? [];
  expect(least).toBeLessThan(100);
  expect(most).toBeGreaterThan(100);
  for (let tick = 0; tick < 1_000; tick += 1) pace.step(FILE, 60_000 + tick * 100);
  expect(pace.bytesPerSecond).toBeCloseTo(10_000);
  const [narrow = 0, wide = 0] = pace.secondsFor(100, 'files') ?? [];
  expect(narrow).toBeGreaterThan(8.5);
  expect(wide).toBeLessThan(12);
  expect(pace.secondsFor(50_000, 'plannedBytes')).toEqual([narrow, wide]);
});
