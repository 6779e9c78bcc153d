import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someOf } from '@tapehaul/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killTrial } from './kill-trial.ts';
import { problemsOf } from './problems.ts';
import { serviceTrial } from './service-trial.ts';
import { tableTrial } from './table-trial.ts';

const isFull = process.env.TAPEHAUL_TRIALS === 'full';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-kill-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const collectors = [
  ['s3', 'matrix'],
  ['s5cmd', 'listing'],
  ['s3', 'listing'],
  ['s5cmd', 'matrix'],
] as const;

test.each(someOf(collectors, 4))(
  'a collector over %s, planned by %s, that is killed at random instants loses nothing, does nothing twice, and has the manifest of one left alone',
  async (engine, planning) => {
    const report = await killTrial({
      files: isFull ? 150 : 60,
      kills: isFull ? 6 : 2,
      engine,
      planning,
      random: Math.random,
      directory,
      say: () => {},
    });
    expect(await problemsOf(report)).toEqual([]);
    expect(report.kills).toBeGreaterThan(0);
  },
);

test('a service that is killed at random instants does each run that it has accepted once', async () => {
  const report = await serviceTrial({
    runs: isFull ? 12 : 4,
    files: 6,
    kills: isFull ? 8 : 2,
    random: Math.random,
    directory,
  });
  expect(report.problems).toEqual([]);
});

test('a build of tables that is killed at random instants shows no unfinished file, and the next one gives the same bytes', async () => {
  const { problems, killed } = await tableTrial({ kills: isFull ? 50 : 2, random: Math.random, directory });
  expect(problems).toEqual([]);
  if (isFull) expect(killed).toBeGreaterThan(10);
});
