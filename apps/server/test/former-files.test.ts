import { readdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ownerOf } from '@tapehaul/sqlite';
import { expect, test } from 'vitest';
import { job, open, storePath, tamper, writeFormer } from './opened-store.ts';

/** A job as a former version stored it. */
const former = (run_id: string, submitted_at: string, idempotency: object | null = null) => ({
  ...job(run_id),
  submitted_at,
  idempotency,
});
const left = async (): Promise<string[]> =>
  (await readdir(dirname(storePath()), { recursive: true })).filter((name) => !name.startsWith('service.db'));

test('jobs and keys of a former version are taken over in their order, and their files removed', async () => {
  await writeFormer('queue/a.json', former('r2', '2026-01-02T00:00:00.000Z', { key: 'k2', digest: 'd2' }));
  await writeFormer('queue/b.json', former('r1', '2026-01-01T00:00:00.000Z'));
  await writeFormer('queue/b.json.7.part', '{"run_');
  const at = '2026-01-01T00:00:00.000Z';
  await writeFormer('keys/x.json', { key: 'k1', digest: 'd1', run_id: 'r0', at });
  await writeFormer('owners/7-x.json', { pid: 7, host: 'elsewhere.example', bootId: null });
  // Silent for too long.
  await utimes(join(dirname(storePath()), 'owners/7-x.json'), 0, 0);
  const store = await open();
  expect((await store.jobs.all()).map(({ run_id }) => run_id)).toEqual(['r1', 'r2']);
  expect(await store.requests.find('k1')).toMatchObject({ digest: 'd1', runId: 'r0' });
  expect(await store.requests.find('k2')).toMatchObject({ digest: 'd2', runId: 'r2' });
  expect(await left()).toEqual([]);
});

test('a living process of a former version keeps the folder', async () => {
  await writeFormer('queue/a.json', former('r1', '2026-01-01T00:00:00.000Z'));
  await writeFormer('owners/own.json', ownerOf('own.json'));
  await expect(open()).rejects.toMatchObject({
    code: 'output_in_use',
    message: expect.stringContaining(`process ${process.pid} on `),
  });
  expect((await left()).sort()).toEqual(['owners', 'owners/own.json', 'queue', 'queue/a.json']);
});

test('a file that was taken over and not yet removed is not taken over again', async () => {
  (await open()).close();
  // As a process leaves it that dies between the two.
  await writeFormer('queue/a.json', former('r1', '2026-01-01T00:00:00.000Z'));
  await writeFormer('queue/b.json', former('r2', '2026-01-02T00:00:00.000Z'));
  tamper((database) => database.exec("INSERT INTO imported VALUES ('queue/a.json')"));
  const store = await open();
  expect((await store.jobs.all()).map(({ run_id }) => run_id)).toEqual(['r2']);
  expect(await left()).toEqual([]);
  tamper((database) => expect(database.prepare('SELECT * FROM imported').all()).toEqual([]));
});

test('a file that cannot be understood is put aside by name, and the rest is taken over', async () => {
  await writeFormer('queue/bad.json', '{"run_id":"r9"');
  await writeFormer('queue/good.json', former('r1', '2026-01-01T00:00:00.000Z'));
  await writeFormer('keys/bad.json', '[]');
  const reported: unknown[] = [];
  const store = await open({ onError: (error) => reported.push(error) });
  expect(reported).toMatchObject([
    { message: expect.stringContaining('keys/bad.json') },
    { message: expect.stringContaining('queue/bad.json') },
  ]);
  expect((await store.jobs.all()).map(({ run_id }) => run_id)).toEqual(['r1']);
  expect((await left()).sort()).toEqual([
    'keys',
    'keys/bad.json.unreadable',
    'queue',
    'queue/bad.json.unreadable',
  ]);
});

test('what cannot be read at all keeps the service from starting, and stays', async () => {
  await writeFormer('queue/a.json/x', '');
  await writeFormer('queue/b.json', former('r1', '2026-01-01T00:00:00.000Z'));
  await expect(open()).rejects.toMatchObject({
    code: 'store_failed',
    message: expect.stringContaining('queue/a.json'),
  });
  expect(await readdir(join(dirname(storePath()), 'queue'))).toEqual(['a.json', 'b.json']);
});
