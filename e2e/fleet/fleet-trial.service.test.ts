import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fleetTrial } from './fleet-trial.ts';
import { randomFrom } from './random-from.ts';
import { problemsOf } from './trial-problems.ts';

test.each([
  ['pgboss', 's5cmd'],
  ['temporal', 's3'],
] as const)(
  'a worker is killed, one stands still and wakes, servers are killed, on %s over %s: each file is there once, as if nothing had been',
  { timeout: 240_000 },
  async (engine, downloader) => {
    const directory = await mkdtemp(join(tmpdir(), 'tapehaul-trial-'));
    try {
      const report = await fleetTrial({
        ...{ engine, downloader, directory, symbols: 2, kills: 1, stops: 1, crashes: 1 },
        // Longer than the heartbeat of 10 seconds allows.
        ...{ stoppedMs: 13_000, latencyMs: 600, random: randomFrom(7), say: () => {} },
      });
      expect(await problemsOf(report)).toEqual([]);
      expect(Math.max(...report.batches.map(({ claims }) => claims))).toBeGreaterThan(1);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
);
