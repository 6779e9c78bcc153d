import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { startTemporal, type Temporal } from '@tapehaul/testkit/temporal';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { serve, simulator } from './collection.ts';
import { type FleetRun, startFleetRun, startWorker, useDatabase, type WorkerProcess } from './fleet-run.ts';

let postgres: Postgres;
let temporal: Temporal;
beforeAll(async () => {
  [postgres, temporal] = await Promise.all([startPostgres(), startTemporal()]);
});
afterAll(() => Promise.all([postgres?.close(), temporal?.close()]));

const open: { run?: FleetRun; workers: WorkerProcess[] } = { workers: [] };
afterEach(async () => {
  for (const { child } of open.workers.splice(0)) {
    child.kill('SIGKILL');
    await child;
  }
  await open.run?.close();
});

/** The engine is a package beside the bundled command, here its sources. */
const SOURCES = { NODE_OPTIONS: '--conditions=@tapehaul/source' };

function start(address: string): WorkerProcess {
  const env = { ...SOURCES, TAPEHAUL_FLEET_ENGINE: 'temporal', TEMPORAL_ADDRESS: address };
  const started = startWorker(['--slots', '1'], env);
  open.workers.push(started);
  return started;
}

test('workers do the files of a run over Temporal, each once', { timeout: 300_000 }, async () => {
  await serve();
  await useDatabase(await postgres.createDatabase('on_temporal'));
  process.env.TAPEHAUL_FLEET_ENGINE = 'temporal';
  process.env.TEMPORAL_ADDRESS = temporal.address;
  open.run = await startFleetRun({ max_parallel_downloads: 64 });
  const workers = [start(temporal.address), start(temporal.address)];
  const result = await open.run.result;
  expect(result).toMatchObject({ status: 'completed', proved_files: 3_285 });
  for (const { lines } of workers) {
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'worker_batch', outcome: 'done' }));
  }
  expect(simulator.requests.count({ key: /\.zip$/, method: 'GET' })).toBe(3_285);
});

test('a worker without a Temporal server says what to start', async () => {
  await useDatabase(await postgres.createDatabase('no_temporal'));
  const { child } = start('127.0.0.1:1');
  const { exitCode, stdout } = await child;
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'error',
    code: 'engine_unavailable',
    message: 'the Temporal server at 127.0.0.1:1 does not answer',
    hint: 'Start this Temporal server, or correct its address. Either both sides encrypt the connection, or neither does.',
  });
  expect(exitCode).toBe(1);
});
