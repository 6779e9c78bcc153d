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

test('workers together stay within the rate of the run, each with a byte at least; each has all of its parallel downloads', () => {
  const shares = fc.record({
    workers: fc.integer({ min: 1, max: 300 }),
    rate: fc.option(fc.integer({ min: 65_536, max: 1e9 })),
  });
  const whole = { ...config(), max_parallel_downloads: 64 };
  fc.assert(
    fc.property(shares, ({ workers, rate }) => {
      const limited = rate === null ? whole : { ...whole, max_bytes_per_second: rate };
      const { max_bytes_per_second: share, ...others } = sharedConfig(limited, workers);
      expect(others).toEqual(whole);
      if (rate === null) expect(share).toBeUndefined();
      else {
        expect(share).toBeGreaterThanOrEqual(1);
        expect((share ?? 0) * workers).toBeLessThanOrEqual(Math.max(rate, workers));
        expect((share ?? 0) * workers).toBeGreaterThan(rate - 2 * workers);
      }
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
