import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { RunShare, sharedConfig } from '../../src/fleet/run-share.ts';
import { FILE_TASK } from '../../src/index.ts';
import { config, key } from '../archive.ts';
import { type PlannedRun, planRun } from './planned-run.ts';

let run: PlannedRun | undefined;
afterEach(async () => {
  await run?.catalog.close();
  run = undefined;
});

test('workers together stay within the limits of the run; each has one download and one byte at least', () => {
  const shares = fc.record({
    workers: fc.integer({ min: 1, max: 300 }),
    parallel: fc.integer({ min: 1, max: 256 }),
    rate: fc.option(fc.integer({ min: 65_536, max: 1e9 })),
  });
  const whole = config();
  fc.assert(
    fc.property(shares, ({ workers, parallel, rate }) => {
      const limits = {
        max_parallel_downloads: parallel,
        ...(rate === null ? {} : { max_bytes_per_second: rate }),
      };
      const share = sharedConfig({ ...whole, ...limits }, workers);
      expect(share.max_parallel_downloads).toBeGreaterThanOrEqual(1);
      expect(share.max_parallel_downloads * workers).toBeLessThanOrEqual(Math.max(parallel, workers));
      if (rate === null) expect(share.max_bytes_per_second).toBeUndefined();
      else expect((share.max_bytes_per_second ?? 0) * workers).toBeLessThanOrEqual(Math.max(rate, workers));
      expect(sharedConfig({ ...whole, ...limits }, 1)).toEqual({ ...whole, ...limits });
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
});
