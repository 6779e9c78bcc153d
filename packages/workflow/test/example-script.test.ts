import { copyFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryFolder } from '@tapehaul/testkit';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { directory, key, output, simulator, zipsBelow } from './archive.ts';

const SCRIPT = 'run-archive-collection.ts';

/** Runs the example in a fresh folder that has the packages, a configuration and nothing else. */
async function runExample(keys: object = {}) {
  await copyFile(join(repositoryFolder, 'examples', SCRIPT), join(directory, SCRIPT));
  await symlink(join(repositoryFolder, 'node_modules'), join(directory, 'node_modules'));
  const config = {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: '2025-07-03' },
    output_directory: 'out',
    retry_attempts: 0,
    task_retry_attempts: 1,
    task_retry_delay_seconds: 0,
    ...keys,
  };
  await writeFile(join(directory, 'collection.json'), JSON.stringify(config));
  const args = ['--conditions=@tapehaul/source', SCRIPT, 'collection.json'];
  const env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
  return execa(process.execPath, args, { cwd: directory, env, reject: false });
}

test('the example checks, collects, and prints statistics and the files that failed', async () => {
  simulator.faults.add({ key: key('02'), fault: { kind: 'status', status: 403 } });
  const { stdout, stderr, exitCode } = await runExample();
  expect(stdout.match(/^✓/gm)).toHaveLength(8);
  expect(stdout).toMatch(/^completed_with_failures, run \S+: .* 66\.66 % in place$/m);
  expect(stdout).toMatch(/successful_tasks: 2,\s+failed_tasks: 1/);
  expect(stderr).toMatch(new RegExp(`^failed: ${key('02')}, attempts: 1: `, 'm'));
  expect(exitCode).toBe(3);
  expect(await zipsBelow(output)).toHaveLength(2);
});

test('the example says why a run failed before a file was planned', async () => {
  simulator.faults.add({ key: /./, fault: { kind: 'status', status: 403 } });
  const { stdout, stderr, exitCode } = await runExample({ planning: 'listing' });
  expect(stdout).toMatch(/^failed, run /m);
  expect(stderr).toMatch(/refuses|denied|403/i);
  expect(exitCode).not.toBe(0);
});

test('the example ends before the collection where the set-up does not work', async () => {
  const { stdout, exitCode } = await runExample({ task_retry_attempts: 0 });
  expect(stdout).toMatch(/^✗ error handling and retries: .*\n {2}Set task_retry_attempts/m);
  expect(exitCode).toBe(1);
  expect(simulator.requests.count()).toBe(0);
});
