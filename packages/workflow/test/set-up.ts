import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import {
  type CollectionSetupOptions,
  type CollectionSetupTest,
  type SetupPointName,
  testCollectionSetup,
} from '../src/index.ts';

/** Every point, in order. */
export const POINTS: readonly SetupPointName[] = [
  'workflow_initialization',
  'flow_configuration',
  'task_runner',
  'error_handling',
  'batch_download',
  's5cmd_integration',
  'storage_interface',
  'metrics_collection',
];

let folder = '';
/** Where temporary folders of the test file are. */
export let temporary = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-setups-'));
  temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden' };
  for (const [name, value] of Object.entries({ ...keys, TMPDIR: temporary })) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A configuration file of its own, and how its set-up is tested; nothing listens where its archive is. */
export async function setUp(keys: object = {}) {
  const own = await mkdtemp(join(folder, 'setup-'));
  const [path, output] = [join(own, 'collection.json'), join(own, 'out')];
  const write = (more: object): Promise<void> =>
    writeFile(
      path,
      JSON.stringify({
        markets: ['spot'],
        symbols: ['BTCUSDT'],
        data_types: ['klines'],
        intervals: ['1h'],
        date_range: { start: '2025-07-01', end: '2025-07-03' },
        output_directory: output,
        source: { endpoint: 'http://127.0.0.1:1' },
        ...more,
      }),
    );
  await write(keys);
  const run = async (options: Partial<CollectionSetupOptions> = {}): Promise<CollectionSetupTest> => {
    await using archive = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
    // Other tests use this machine, too.
    return await testCollectionSetup(path, { archive, pointSeconds: 30, seconds: 100, ...options });
  };
  return { own, path, output, write, run };
}

/** The points that failed. */
export const failedOf = ({ points }: CollectionSetupTest) =>
  points.filter(({ status }) => status === 'failed');

/** Expects that point alone of those that were tried to fail, with that reason and remedy; then, once it is healed, to pass. */
export async function expectOnly(
  point: SetupPointName,
  tested: CollectionSetupTest,
  [message, remedy]: readonly [message: RegExp, remedy: RegExp],
  heal: () => Promise<CollectionSetupTest>,
): Promise<void> {
  expect(failedOf(tested)).toMatchObject([
    { point, message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) },
  ]);
  expect(tested).toMatchObject({ passed: false });
  expect(await heal()).toMatchObject({ passed: true, points: [{ point, status: 'passed', remedy: '' }] });
}
