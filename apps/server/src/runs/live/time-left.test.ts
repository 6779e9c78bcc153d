import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pace } from './pace.ts';
import { timeLeft } from './time-left.ts';

/** The pace of a run that has moved so much in each of its seconds. */
function paceOf(seconds: readonly { readonly bytes: number; readonly files: number }[]) {
  const pace = new Pace({ bytes: 0, files: 0 }, 0);
  let [bytes, files] = [0, 0];
  for (const [at, moved] of seconds.entries()) {
    bytes += moved.bytes;
    files += moved.files;
    pace.reached({ bytes, files }, (at + 1) * 1_000);
  }
  return { pace, now: seconds.length * 1_000 };
}

const seconds = fc.array(
  fc.record({ bytes: fc.integer({ min: 0, max: 1e8 }), files: fc.integer({ min: 0, max: 1_000 }) }),
  { minLength: 1, maxLength: 90 },
);
const left = fc.record({
  files: fc.integer({ min: 1, max: 1e7 }),
  bytes: fc.option(fc.integer({ min: 0, max: 1e13 })),
  isEstimate: fc.boolean(),
});

test('nothing left takes no time, and without a pace nothing is said', () => {
  const { pace, now } = paceOf([
    { bytes: 0, files: 0 },
    { bytes: 0, files: 0 },
  ]);
  const work = { files: 1, bytes: 1_000, isEstimate: false };
  expect(timeLeft(work, pace, now)).toBeUndefined();
  expect(timeLeft({ ...work, files: 0, bytes: 0 }, pace, now)).toEqual({ p50: 0, p90: 0 });
});

test('a steady run takes as long as it took for as much, within a narrow range', () => {
  const { pace, now } = paceOf(Array.from({ length: 60 }, () => ({ bytes: 1e6, files: 10 })));
  const time = timeLeft({ files: 1_200, bytes: 1.2e8, isEstimate: false }, pace, now);
  expect(time?.p50).toBeCloseTo(120, 5);
  expect(time?.p90).toBeLessThan(130);
});

test('an unsteady run has a wider range, and so has one whose sizes are guessed', () => {
  const work = { files: 600, bytes: 6e7, isEstimate: false };
  const steady = paceOf(Array.from({ length: 60 }, () => ({ bytes: 1e6, files: 10 })));
  const bursts = paceOf(
    Array.from({ length: 60 }, (_, at) =>
      at % 30 === 0 ? { bytes: 3e7, files: 300 } : { bytes: 0, files: 0 },
    ),
  );
  const width = (of: typeof steady, more: object = {}): number => {
    const time = timeLeft({ ...work, ...more }, of.pace, of.now);
    return time === undefined ? 0 : time.p90 / time.p50;
  };
  expect(width(bursts)).toBeGreaterThan(width(steady) * 1.2);
  const few = paceOf(Array.from({ length: 10 }, () => ({ bytes: 1e5, files: 1 })));
  expect(width(few, { isEstimate: true })).toBeGreaterThan(width(few));
});

test('the ninetieth percentile is never below the median, and more work never takes less time', () => {
  fc.assert(
    fc.property(seconds, left, (moved, work) => {
      const { pace, now } = paceOf(moved);
      const time = timeLeft(work, pace, now);
      if (time === undefined) return;
      expect(time.p50).toBeGreaterThan(0);
      expect(time.p90).toBeGreaterThanOrEqual(time.p50);
      expect(time.p90).toBeLessThanOrEqual(time.p50 * 2.6);
      const more = timeLeft({ ...work, files: work.files * 2 }, pace, now);
      expect(more?.p50).toBeGreaterThanOrEqual(time.p50);
    }),
  );
});
