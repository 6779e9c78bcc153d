import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FLOW_NAME, newRunId, repairFolder } from '@tapehaul/workflow';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, data, ended, serve, serveArchive, startRun, stop } from './service.ts';

beforeEach(() => serveArchive());
afterEach(() => stop());

test('the end of a run that the service did not start names no path of its host', async () => {
  const runId = newRunId();
  const directory = join(data, 'btc');
  const message = `/srv/elsewhere/secret/x.zip and ${directory}/bronze/y.zip cannot be read`;
  const catalog = openCatalog(recordPath(directory));
  await catalog.startRun({ runId, flow: FLOW_NAME, parameters: {} });
  const error = { code: 'file_failed', message, retry: 'never', facts: { path: '/srv/elsewhere/secret' } };
  catalog.endRun(runId, 'Failed', { exit_code: 7, error });
  await catalog.close();
  await serve();
  const last = await ended(runId);
  expect(last).toMatchObject({
    event: 'ended',
    data: { exit_code: 7, error: { message: '…/x.zip and btc/bronze/y.zip cannot be read' } },
  });
  expect(JSON.stringify(last)).not.toContain('elsewhere');
});

test('a run that repair has restored is shown with the files that its metadata counted', async () => {
  await serve();
  const runId = await startRun();
  await ended(runId);
  await stop();
  const directory = join(data, 'btc');
  for (const end of ['', '-wal', '-shm']) await rm(`${recordPath(directory)}${end}`, { force: true });
  await Array.fromAsync(repairFolder(directory));
  await serve();
  const { body: one } = await call('GET', `/v1/runs/${runId}`);
  expect(one.files).toEqual({ Completed: { tasks: 15, bytes: expect.any(Number) } });
  const { body: list } = await call('GET', '/v1/runs');
  const inList = list.rows.find(({ run_id }: { run_id: string }) => run_id === runId);
  expect(inList.files).toEqual(one.files);
});
