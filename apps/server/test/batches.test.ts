import { expect, test } from 'vitest';
import { call, config, ended, serve, serveArchive, startRun } from './service.ts';

test('the batches of a run say how many files they have left, and who had them', async () => {
  await serveArchive();
  await serve();
  const run = await startRun();
  await ended(run);
  const { body } = await call('GET', `/v1/runs/${run}/batches`);
  expect(body).toEqual({
    rows: [
      { batch: 1, left: 0, worker: expect.any(String), is_held: false, claims: 1, losses: 0, failure: null },
    ],
    next: null,
  });
  expect((await call('GET', `/v1/runs/${run}/batches?open=true`)).body.rows).toEqual([]);
  expect(await call('GET', '/v1/runs/20260101T000000Z-000000/batches')).toMatchObject({ status: 404 });
  expect(await call('GET', `/v1/runs/${run}/batches?cursor=x`)).toMatchObject({ status: 422 });
});

test('a service without a fleet refuses to let workers fetch files, and says who can change that', async () => {
  await serveArchive();
  await serve();
  expect((await call('GET', '/v1/me')).body).toMatchObject({ fleet: false });
  const refusal = {
    status: 403,
    body: { code: 'fleet_not_allowed', hint: expect.stringContaining('--fleet') },
  };
  expect(await call('POST', '/v1/runs', { config: config(), on: 'fleet' })).toMatchObject(refusal);
  const run = await startRun();
  await ended(run);
  expect(await call('POST', `/v1/runs/${run}/retry`, { on: 'fleet' })).toMatchObject(refusal);
});

test('a run on a fleet without a database ends with what to set', async () => {
  await serveArchive();
  await serve({ fleet: true });
  expect((await call('GET', '/v1/me')).body).toMatchObject({ fleet: true });
  const { body } = await call('POST', '/v1/runs', { config: config(), on: 'fleet' });
  const end = await ended(body.run_id);
  expect(end?.data).toMatchObject({
    exit_code: 2,
    error: { code: 'config_invalid', hint: expect.stringContaining('tapehaul migrate') },
  });
});
