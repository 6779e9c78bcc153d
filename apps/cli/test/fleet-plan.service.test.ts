import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { directory, output, serve, simulator, startCommand } from './collection.ts';
import { fleetRequest, useDatabase, WAIT } from './fleet-run.ts';
import { batchesOf, begin, expectAllThere, postgres, start } from './fleet-workers.ts';

/** A part for each of three symbols. */
const PARTS = { fleetPartObjects: 100 };
const LISTED = { planning: 'auto', date_range: { start: '2021-01-01', end: '2021-03-31' } };
const FILES = 270;

const parts = async () => (await batchesOf()).filter(({ name }) => name === 'plan-part');
const holderOf = async (batch: number): Promise<string | null | undefined> =>
  (await parts()).find((it) => it.batch === batch && it.isHeld)?.holder;

/** Holds the listing of a symbol until it is released. */
function holdListing(symbol: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  simulator.faults.add({
    key: new RegExp(`klines/${symbol}/`),
    operation: 'list',
    fault: { kind: 'hold', until: promise },
  });
  return resolve;
}

const manifest = async (root: string, runId: string): Promise<string> =>
  (await readFile(join(root, '_runs', runId, 'manifest.ndjson'), 'utf8')).replaceAll(runId, 'RUN');

test('a worker that is killed while it plans a part: another one plans it, and the manifest is that of one machine', async () => {
  await serve();
  const release = holdListing('BTCUSDT');
  const run = await begin('plan_killed', LISTED, PARTS);
  const workers = [start(['--slots', '2']), start(['--slots', '2'])];
  await expect.poll(() => holderOf(2), WAIT).toBeTypeOf('string');
  const holder = await holderOf(2);
  const names = await Promise.all(
    workers.map(async (worker) => (await worker.line('worker_started')).worker),
  );
  const place = names.indexOf(holder);
  expect(place).toBeGreaterThanOrEqual(0);
  workers[place]?.child.kill('SIGKILL');
  await workers[place]?.child;
  release();
  const result = await run.result;
  expect(result).toMatchObject({ status: 'completed', proved_files: FILES });
  const ended = await parts();
  expect(ended.map(({ left }) => left)).toEqual([0, 0, 0]);
  expect(ended[1]?.claims).toBeGreaterThan(1);
  await expectAllThere(FILES);
  const alone = join(directory, 'alone');
  const file = join(directory, 'alone.json');
  await writeFile(file, JSON.stringify({ ...fleetRequest(), ...LISTED, output_directory: alone }));
  const { stdout } = await startCommand(['collect', file, '--json']);
  const { run_id } = JSON.parse(stdout.split('\n').at(-1) ?? '');
  expect(await manifest(output, result.run_id)).toBe(await manifest(alone, run_id));
});

test('a run that is cancelled while it is planned is continued on the fleet with the parts that it has', async () => {
  await serve();
  const release = holdListing('BTCUSDT');
  const run = await begin('plan_cancelled', LISTED, PARTS);
  start(['--slots', '2']);
  const left = async (): Promise<number[]> =>
    (await parts()).filter((it) => it.left > 0).map(({ batch }) => batch);
  await expect.poll(left, WAIT).toEqual([2]);
  expect(await startCommand(['cancel', '--dir', output])).toMatchObject({ exitCode: 0 });
  const result = await run.result;
  expect(result).toMatchObject({ status: 'cancelled' });
  release();
  expect(await left()).toEqual([2]);
  const { stdout } = await startCommand(['resume', '--json', '--dir', output]);
  const resumed = JSON.parse(stdout.split('\n').at(-1) ?? '');
  expect(resumed).toMatchObject({ status: 'completed', run_id: result.run_id, proved_files: FILES });
  await expectAllThere(FILES);
});

test('a run whose owner is killed while workers plan is taken over, and planned to its end', async () => {
  await serve();
  const release = holdListing('BTCUSDT');
  await useDatabase(await postgres.createDatabase('plan_owner'));
  const child = `${import.meta.dirname}/fleet-owner-child.ts`;
  const config = JSON.stringify({ ...fleetRequest(), ...LISTED, max_parallel_downloads: 64 });
  const args = ['--conditions=@tapehaul/source', child, config, String(PARTS.fleetPartObjects)];
  const owner = execa(process.execPath, args, { reject: false });
  const worker = start(['--slots', '2']);
  for await (const openParts of createInterface(owner.stdout)) if (openParts === '1') break;
  owner.kill('SIGKILL');
  await owner;
  release();
  await worker.line('worker_take_over');
  const shown = async () => JSON.parse((await startCommand(['show', '--json', '--dir', output])).stdout);
  await expect
    .poll(async () => (await shown()).state, { timeout: 150_000, interval: 2_000 })
    .toBe('Completed');
  await expectAllThere(FILES);
}, 240_000);
