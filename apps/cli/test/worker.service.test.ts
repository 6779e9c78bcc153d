import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { serve, simulator } from './collection.ts';
import { type FleetRun, startFleetRun, startWorker, useDatabase, type WorkerProcess } from './fleet-run.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const open: { run?: FleetRun; workers: WorkerProcess[] } = { workers: [] };
afterEach(async () => {
  for (const { child } of open.workers.splice(0)) {
    child.kill('SIGKILL');
    await child;
  }
  await open.run?.close();
});

function start(...given: Parameters<typeof startWorker>): WorkerProcess {
  const started = startWorker(...given);
  open.workers.push(started);
  return started;
}

test.each(['s3', 's5cmd'])('two workers do the files of a run over %s, each once', async (engine) => {
  await serve();
  await useDatabase(await postgres.createDatabase(`two_${engine}`));
  open.run = await startFleetRun({ engine, max_parallel_downloads: 64 });
  const workers = [start(['--slots', '1']), start(['--slots', '1'])];
  const result = await open.run.result;
  expect(result).toMatchObject({ status: 'completed', proved_files: 3_285 });
  for (const { lines } of workers) {
    expect(lines).toContainEqual(expect.objectContaining({ kind: 'worker_batch', outcome: 'done' }));
  }
  expect(simulator.requests.count({ key: /\.zip$/, method: 'GET' })).toBe(3_285);
});
