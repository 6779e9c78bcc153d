import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { RunShare, sharedConfig } from '../../src/fleet/run-share.ts';
import { PART_TASK } from '../../src/flow-names.ts';
import { FILE_TASK } from '../../src/index.ts';
import { config, key } from '../archive.ts';
import { type PlannedRun, planRun } from './planned-run.ts';

let run: PlannedRun | undefined;
afterEach(async () => {
  await run?.catalog.close();
  run = undefined;
});

const amount = (min: number): fc.Arbitrary<number | undefined> =>
  fc.option(fc.integer({ min, max: 1e9 }), { nil: undefined });

test('workers together stay within the rates of the run; each has all of its parallel downloads', () => {
  const shares = fc.record({
    workers: fc.integer({ min: 1, max: 300 }),
    max_bytes_per_second: amount(65_536),
    max_requests_per_second: amount(1),
  });
  const whole = { ...config(), max_parallel_downloads: 64 };
  fc.assert(
    fc.property(shares, ({ workers, ...rates }) => {
      const { max_bytes_per_second: bytes, max_requests_per_second: requests } = rates;
      const { max_bytes_per_second, max_requests_per_second, ...others } = sharedConfig(
        { ...whole, ...rates },
        workers,
      );
      expect(others).toEqual(whole);
      expect(max_bytes_per_second === undefined).toBe(bytes === undefined);
      expect(max_requests_per_second === undefined).toBe(requests === undefined);
      const all = (max_bytes_per_second ?? 0) * workers;
      expect(all).toBeLessThanOrEqual(bytes ?? 0);
      expect(all).toBeGreaterThan((bytes ?? 0) - 2 * workers);
      expect((max_requests_per_second ?? 0) * workers).toBeCloseTo(requests ?? 0, 3);
    }),
  );
});

test('the workers of a run are the holders of its open batches, each once, and the one that counts', async () => {
  const batches = ['01', '02', '03', '04'].map((day) => [key(day)]);
  run = await planRun(config(), batches);
  const { catalog, runId } = run;
  const workers = (): Promise<number> => new RunShare(catalog, runId, 'w1').workers();
  expect(await workers()).toBe(1);
  for (const [batch, holder] of [
    [1, 'w1'],
    [2, 'w2'],
    [3, 'w2'],
    [4, 'w3'],
  ] as const) {
    await catalog.claim(runId, { name: FILE_TASK, holder, batch });
  }
  expect(await workers()).toBe(3);
  // One that plans a part fetches files soon.
  await catalog.planTasks(runId, [{ taskId: 'part', name: PART_TASK, input: null }]);
  await catalog.claim(runId, { name: PART_TASK, holder: 'w4', batch: 5 });
  expect(await workers()).toBe(4);
});
