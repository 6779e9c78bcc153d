import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyPage, everyRow } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { copyRecord, postgresRecords } from '../src/index.ts';
import { givenRows, rowsIn } from './given-rows.ts';
import { recordDatabase } from './record-database.ts';

const database = recordDatabase();
const rows = () => rowsIn(database.query);

/** The error that a call rejects with. */
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );

test('rows become a record: an open run is that of a dead owner, which is continued', async () => {
  const root = '/copied/one';
  const copied = await copyRecord(database.url, root, givenRows(2_500));
  expect(copied).toMatchObject({ runs: 1, classes: 1, tasks: 2_500, counts: 1, objects: 0 });
  const catalog = await postgresRecords(database.url).open(root);
  expect(await catalog.run('r1')).toMatchObject({
    state: 'Crashed',
    endedAt: 9_000,
    startedAt: 1_000,
    plannedAt: 2_000,
  });
  expect(await catalog.counts('r1')).toEqual({ Scheduled: { tasks: 2_500, bytes: 12_500 } });
  const tasks = await Array.fromAsync(everyRow(everyPage((page) => catalog.tasks('r1', page))));
  expect(tasks.map(({ taskId }) => taskId)).toEqual(Array.from({ length: 2_500 }, (_, at) => `task-${at}`));
  await catalog.resumeRun('r1', { failed: false });
  expect((await catalog.claim('r1', { name: 'file', holder: 'me' }))?.tasks).toHaveLength(2_500);
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
  expect(await postgresRecords(database.url).inspect(root)).toBe('sound');
});

test('a record that is blank is filled, any other is refused', async () => {
  const root = '/copied/two';
  const blank = await postgresRecords(database.url).open(root);
  await blank.close();
  await copyRecord(database.url, root, givenRows(1));
  const before = await rows();
  expect(await rejection(copyRecord(database.url, root, givenRows(1)))).toMatchObject({
    code: 'config_invalid',
    facts: { directory: root },
  });
  expect(await rows()).toBe(before);
});

test('rows that refer to what is not recorded leave nothing, nor does a copy that is stopped', async () => {
  const before = await rows();
  const lost = givenRows(1, { run_states: [{ id: 1, run: 8, state: 'Running', at: 1 }] });
  expect(await rejection(copyRecord(database.url, '/copied/three', lost))).toMatchObject({
    code: 'catalog_malformed',
    facts: { table: 'run_states', of: 'runs', number: 8 },
  });
  const stop = new AbortController();
  const stopped = copyRecord(database.url, '/copied/three', givenRows(5_000), {
    signal: stop.signal,
    onProgress: ({ table }) => {
      if (table === 'tasks') stop.abort();
    },
  });
  expect(await rejection(stopped)).toMatchObject({ code: 'cancelled' });
  expect(await rows()).toBe(before);
});

test('a process that is killed in the middle leaves nothing, and the same copy succeeds after it', async () => {
  const before = await rows();
  const root = '/copied/four';
  const program = fileURLToPath(new URL('./copy-child.ts', import.meta.url));
  const child = fork(program, [database.url, root], { execArgv: ['--conditions=@tapehaul/source'] });
  try {
    for (let copied = 0; copied < 20_000; ) [copied] = await once(child, 'message');
  } finally {
    child.kill('SIGKILL');
  }
  // Waits for the transaction of the connection that has ended.
  expect(await copyRecord(database.url, root, givenRows(3))).toMatchObject({ tasks: 3 });
  expect(await rows()).toBe(before + 9);
});

test('two copies at once make one record', async () => {
  const root = '/copied/five';
  const both = await Promise.allSettled([1, 2].map(() => copyRecord(database.url, root, givenRows(2_000))));
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await postgresRecords(database.url).inspect(root)).toBe('sound');
});
