import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { call, ended, serve, serveArchive, simulator, startRun, stop } from './service.ts';

const PASSWORD = 'hunter22';
let postgres: Postgres;
let databases = 0;
beforeAll(async () => {
  postgres = await startPostgres({ password: PASSWORD, durable: true });
});
afterAll(() => postgres?.close());
afterEach(() => void vi.unstubAllEnvs());

/** Has the service keep its records in a new database. */
beforeEach(async () => {
  await serveArchive();
  vi.stubEnv('TAPEHAUL_RECORD_URL', await postgres.createDatabase(`service${++databases}`));
  const { prepareDatabase } = await import('@tapehaul/workflow/fleet');
  await prepareDatabase();
});

/** The answer to a request that has to succeed. */
async function answer(path: string) {
  const { status, body } = await call('GET', path);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

/** Resolves once the record says that a run is complete. */
const isCompleted = (run: string): Promise<unknown> =>
  vi.waitUntil(async () => (await answer(`/v1/runs/${run}`)).state === 'Completed', { timeout: 20_000 });

test('a service works on a record in a database: runs, what the page shows of them, and a run that it continues', async () => {
  await serve();
  const first = await startRun({ tables: true });
  expect((await ended(first))?.data.state).toBe('completed');
  simulator.faults.add({ key: /ETHUSDT.*\.zip$/, after: 9, fault: { kind: 'stall', afterBytes: 10 } });
  const second = await startRun({ symbols: ['ETHUSDT'], output_directory: 'eth', max_parallel_downloads: 1 });
  await vi.waitUntil(async () => (await answer(`/v1/runs/${second}/tasks?state=Completed`)).rows.length > 2, {
    timeout: 30_000,
  });
  await stop();
  simulator.faults.clear();
  await serve();
  expect((await ended(second))?.data.state).toBe('completed');

  const shown = [
    await answer('/v1/runs'),
    await answer(`/v1/runs/${first}`),
    await answer(`/v1/runs/${first}/tasks?limit=2`),
    await answer(`/v1/runs/${first}/logs`),
    await answer(`/v1/runs/${first}/timeline`),
    await answer('/v1/coverage?output_directory=btc'),
    await answer('/v1/coverage/cells?output_directory=btc'),
    await answer('/v1/coverage/holes?output_directory=btc'),
    await answer('/v1/coverage/why?output_directory=btc&series=spot/klines/BTCUSDT/1h&from=2025-07-03'),
    await answer('/v1/tables/partitions?output_directory=btc'),
    await answer(`/v1/runs/${first}/batches`),
    await answer('/v1/disputes?output_directory=btc'),
    await answer('/readyz'),
    await answer('/metrics'),
  ];
  expect(shown[0].rows).toMatchObject([
    { run_id: second, state: 'Completed', output_directory: 'eth', resumes: 1 },
    { run_id: first, state: 'Completed', output_directory: 'btc', files: { Completed: { tasks: 15 } } },
  ]);
  expect(shown[5].rows).toMatchObject([{ series: 'spot/klines/BTCUSDT/1h', objects: 15, proved: 15 }]);
  expect(JSON.stringify(shown)).not.toContain(PASSWORD);
  expect(JSON.stringify(shown)).not.toContain('postgres://');
});

test('a service whose database is away is not ready, answers 503, and continues when it is back', async () => {
  await serve({ onError: () => {} });
  const run = await startRun();
  await ended(run);
  await isCompleted(run);
  await postgres.kill();
  try {
    expect(await call('GET', '/livez')).toMatchObject({ status: 200 });
    expect(await call('GET', '/readyz')).toMatchObject({ status: 503, body: { code: 'not_ready' } });
    const { status, body } = await call('GET', `/v1/runs/${run}`);
    expect([status, body.code]).toEqual([503, 'catalog_failed']);
    expect(JSON.stringify(body)).not.toContain(PASSWORD);
  } finally {
    await postgres.start();
  }
  await vi.waitUntil(async () => (await call('GET', '/readyz')).status === 200, { timeout: 20_000 });
  await isCompleted(run);
  const again = await startRun({ output_directory: 'again' });
  expect((await ended(again))?.data.state).toBe('completed');
});
