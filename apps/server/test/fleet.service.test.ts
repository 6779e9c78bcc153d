import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { prepareDatabase, type StartedWorker, startWorker } from '@tapehaul/workflow/fleet';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { call, config, ended, follow, serve, serveArchive, simulator, stop } from './service.ts';

let postgres: Postgres;
let worker: StartedWorker;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.close());
beforeEach(async () => {
  await serveArchive();
  vi.stubEnv('TAPEHAUL_RECORD_URL', await postgres.createDatabase(`fleet_of_service_${Date.now()}`));
  await prepareDatabase();
  await serve({ fleet: true });
  worker = await startWorker({ slots: 2 });
});
afterEach(async () => {
  await stop();
  await worker.stop(0);
  vi.unstubAllEnvs();
});

async function start(more: object = {}): Promise<string> {
  const { status, body } = await call('POST', '/v1/runs', { config: config(more), on: 'fleet' });
  expect(status).toBe(202);
  return body.run_id;
}

const batchesOf = async (run: string) => (await call('GET', `/v1/runs/${run}/batches`)).body.rows;
const stateOf = async (run: string) => (await call('GET', `/v1/runs/${run}`)).body.state;

test('a run of the service is done by a worker, and its followers see how far it is', async () => {
  const run = await start();
  const events: { event: string; data: Record<string, unknown> }[] = [];
  for await (const event of follow(run)) events.push(event);
  expect(events.filter(({ event }) => event === 'file')).toEqual([]);
  expect(events.findLast(({ event }) => event === 'fleet')?.data).toMatchObject({
    files: { Completed: { tasks: 15 } },
    open_batches: 0,
    workers: [],
  });
  expect(events.at(-1)).toMatchObject({ event: 'ended', data: { state: 'completed', exit_code: 0 } });
  expect(await batchesOf(run)).toMatchObject([
    { batch: 1, left: 0, worker: worker.place.name, is_held: false, claims: 1, losses: 0, failure: null },
  ]);
  expect((await call('GET', `/v1/runs/${run}`)).body).toMatchObject({
    state: 'Completed',
    files: { Completed: { tasks: 15 } },
    result: { collection_stats: { successful_tasks: 15 } },
  });
});

test('such a run is paused, continues, is cancelled, and is resumed on the fleet without a word about it', async () => {
  simulator.faults.add({ key: /-(0[2-9]|1[0-9])\.zip$/, fault: { kind: 'stall', afterBytes: 0 } });
  const run = await start({ max_parallel_downloads: 1 });
  const isHeld = async () => (await batchesOf(run)).some((row: { is_held: boolean }) => row.is_held);
  await vi.waitUntil(isHeld, { timeout: 20_000, interval: 200 });
  expect(await call('POST', `/v1/runs/${run}/pause`)).toMatchObject({ status: 202 });
  await vi.waitUntil(async () => (await stateOf(run)) === 'Paused' && !(await isHeld()), {
    timeout: 20_000,
    interval: 200,
  });
  expect(await call('POST', `/v1/runs/${run}/unpause`)).toMatchObject({ status: 202 });
  await vi.waitUntil(isHeld, { timeout: 20_000, interval: 200 });
  const requested = performance.now();
  expect(await call('POST', `/v1/runs/${run}/cancel`)).toMatchObject({ status: 202 });
  expect((await ended(run))?.data.state).toBe('cancelled');
  expect(performance.now() - requested).toBeLessThan(15_000);
  simulator.faults.clear();
  expect(await call('POST', `/v1/runs/${run}/resume`, {})).toMatchObject({ status: 202 });
  expect((await ended(run))?.data.state).toBe('completed');
  const [batch] = await batchesOf(run);
  expect(batch).toMatchObject({ left: 0, worker: worker.place.name });
  expect(batch.claims).toBeGreaterThan(2);
});
