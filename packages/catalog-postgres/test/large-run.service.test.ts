import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyPage, everyRow } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import type { Measured } from './large-run-child.ts';
import { recordDatabase } from './record-database.ts';
import { NAME } from './test-rows.ts';

const database = recordDatabase();
const TASKS = 100_000;
/** What the heap may grow by, in bytes: of a hundred thousand tasks, each would have less than a tenth of its key. */
const MOST_GROWTH = 8e6;
/** Entries of a table's indexes that are read for a task, over the whole run. */
const MOST_READ = 30;

test('a run of a hundred thousand tasks takes no more memory at its end than at its beginning', async () => {
  const program = fileURLToPath(new URL('./large-run-child.ts', import.meta.url));
  const worker = fork(program, [database.url, '/data/large', String(TASKS)], {
    execArgv: ['--conditions=@tapehaul/source', '--expose-gc'],
  });
  const [said] = await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(() => Promise.reject(new Error('the worker has failed'))),
  ]);
  const measured: Measured = said;
  expect(measured).toMatchObject({ completed: TASKS, listed: TASKS, isInOrder: true });
  expect(measured.late - measured.early).toBeLessThan(MOST_GROWTH);

  // Each statement finds what it is about, however much else there is.
  const read = await database.query(
    `SELECT indexrelname AS name, idx_tup_read::float8 AS entries FROM pg_stat_user_indexes
     WHERE schemaname = 'tapehaul'`,
  );
  const most = read.filter(({ entries }) => Number(entries) > MOST_READ * TASKS);
  expect(most).toEqual([]);
  expect(read.find(({ name }) => name === 'tasks_pkey')?.entries).toBeGreaterThan(TASKS);
  // Who has claimed a batch hands its tasks in without reading each of them.
  expect(read.find(({ name }) => name === 'tasks_id')?.entries).toBeLessThan(TASKS / 10);

  const records = postgresRecords(database.url);
  const reader = await records.read('/data/large');
  expect(await reader.counts('r1', NAME)).toEqual({ Completed: { tasks: TASKS, bytes: 5 * TASKS } });
  const found = await Array.fromAsync(
    everyRow(everyPage((page) => reader.tasks('r1', { ...page, contains: '0099999' }))),
    ({ taskId }) => taskId,
  );
  expect(found).toEqual(['data/spot/daily/trades/S99USDT/0099999.zip']);
  const slowest = await reader.tasks('r1', { order: 'slowest', limit: 3, states: ['Completed'] });
  expect(slowest.rows).toHaveLength(3);
  const ofSymbol = await reader.tasks('r1', {
    keys: { prefix: 'data/spot/daily/trades/S7USDT/' },
    limit: 1_000,
  });
  expect([ofSymbol.rows.length, ofSymbol.next]).toEqual([1_000, null]);
  await reader.close();
  expect(await records.inspect('/data/large')).toBe('sound');
});
