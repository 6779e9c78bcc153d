import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { job, open, storePath } from './opened-store.ts';
import { call, config, data, ended, serve, serveArchive, simulator, startRun, stop } from './service.ts';

test('of many requests with one key at once one is accepted, and all get its run', async () => {
  await serveArchive();
  await serve();
  const send = () => call('POST', '/v1/runs', { config: config() }, { 'idempotency-key': 'daily' });
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
  expect(new Set(answers.map(({ body }) => body.run_id)).size).toBe(1);
  expect((await call('GET', '/v1/runs')).body.rows).toHaveLength(1);
});

test('what cannot be stored is not accepted, and is accepted once it can', async () => {
  await serveArchive();
  await serve({ onError: () => {} });
  const send = () => call('POST', '/v1/runs', { config: config() }, { 'idempotency-key': 'daily' });
  const writer = new DatabaseSync(storePath());
  writer.exec('BEGIN IMMEDIATE');
  const refused = await send();
  writer.exec('ROLLBACK');
  writer.close();
  expect(refused).toMatchObject({ status: 503, body: { code: 'store_failed' } });
  expect(refused.body.detail).not.toContain(data);
  expect((await call('GET', '/v1/runs')).body.rows).toEqual([]);
  expect((await send()).status).toBe(202);
});

test('a retry that had ended when its process died is not made again; one that had not begun is', {
  tags: 'heavy',
}, async () => {
  await serveArchive();
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault: denied });
  await serve({ onError: () => {} });
  const run = await startRun();
  await ended(run);
  expect((await call('POST', `/v1/runs/${run}/retry`)).status).toBe(202);
  await ended(run);
  await stop();
  /** The job as a process leaves it that dies before it has removed it. */
  const leave = async (resumes: number): Promise<void> => {
    const store = await open();
    await store.jobs.add({ ...job(run), kind: 'retry', resumes }, null);
    store.close();
    simulator.requests.clear();
    await serve({ onError: () => {} });
  };
  const shown = async () => (await call('GET', `/v1/runs/${run}`)).body;
  await leave(0);
  expect(await shown()).toMatchObject({ state: 'CompletedWithGaps', resumes: 1 });
  expect(simulator.requests.count({})).toBe(0);
  await stop();
  await leave(1);
  await ended(run);
  expect(await shown()).toMatchObject({ state: 'CompletedWithGaps', resumes: 2 });
});
