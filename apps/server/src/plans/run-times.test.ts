import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecastTime } from './run-times.ts';

const amount = fc.integer({ min: 1, max: 1e9 });
const run = fc.record({ files: amount, bytes: amount, seconds: fc.integer({ min: 1, max: 1e6 }) });

test('without files nothing takes time, and without runs nothing is known', () => {
  expect(forecastTime({ files: 0, bytes: 0 }, [])).toEqual({ seconds_p50: 0, seconds_p90: 0 });
  const unknown = { seconds_p50: null, seconds_p90: null };
  expect(forecastTime({ files: 1, bytes: 1 }, [])).toEqual(unknown);
  expect(forecastTime({ files: 1, bytes: 1 }, [{ files: 0, bytes: 0, seconds: 0 }])).toEqual(unknown);
});

test('the same files take as long again', () => {
  const runs = [10, 20, 30, 40, 50].map((seconds) => ({ files: 100, bytes: 1_000, seconds }));
  expect(forecastTime({ files: 100, bytes: 1_000 }, runs)).toEqual({ seconds_p50: 30, seconds_p90: 50 });
  expect(forecastTime({ files: 200, bytes: 2_000 }, runs)).toEqual({ seconds_p50: 60, seconds_p90: 100 });
});

test('one run alone leaves room, and a limit of the rate is kept to', () => {
  const runs = [{ files: 10, bytes: 1_000, seconds: 10 }];
  expect(forecastTime({ files: 10, bytes: 1_000 }, runs)).toEqual({ seconds_p50: 10, seconds_p90: 15 });
  const limited = { files: 10, bytes: 1_000, mostBytesPerSecond: 10 };
  expect(forecastTime(limited, runs)).toEqual({ seconds_p50: 100, seconds_p90: 150 });
});

test('the larger figure is never below the smaller one, and more files never take less', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 10 }), amount, amount, (runs, files, bytes) => {
      const { seconds_p50: usual, seconds_p90: longest } = forecastTime({ files, bytes }, runs);
      expect(longest).toBeGreaterThanOrEqual(usual ?? Number.NaN);
      const more = forecastTime({ files: 2 * files, bytes: 2 * bytes }, runs);
      expect(more.seconds_p50).toBeGreaterThanOrEqual(usual ?? Number.NaN);
    }),
  );
});
