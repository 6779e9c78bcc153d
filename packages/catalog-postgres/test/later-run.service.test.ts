import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { run, tasks } from './test-rows.ts';

const database = recordDatabase();

/** Every second of 2,000 keys, which are so long that their index has more levels than that of the numbers. */
const ids = (first: number): string[] =>
  Array.from({ length: 1_000 }, (_, i) => `${'folder/'.repeat(60)}${first + 2 * i}`);

/** Tasks that were inserted since the server began, and entries of the index of their numbers that were read. */
async function counted(): Promise<unknown> {
  const [row] = await database.query(
    `SELECT n_tup_ins::int AS tasks, (SELECT idx_tup_read::int FROM pg_stat_user_indexes WHERE indexrelname = 'tasks_pkey') AS read
     FROM pg_stat_user_tables WHERE relname = 'tasks'`,
  );
  return row;
}

test('tasks of a run that is newer than the statistics of the database are found by their ids, not among all tasks of the run', async () => {
  const records = postgresRecords(database.url);
  const catalog = await records.open('/data/later');
  await catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks(...ids(0), ...ids(1)));
  catalog.endRun('r1', 'Completed', null);
  await catalog.settled();
  await database.query('ANALYZE');
  await catalog.startRun(run('r2'));
  await catalog.planTasks('r2', tasks(...ids(0)));
  expect(await catalog.planTasks('r2', tasks(...ids(1), ...ids(0)))).toBe(1_000);
  await catalog.close();
  await expect.poll(counted, { timeout: 30_000 }).toMatchObject({ tasks: 4_000 });
  expect(await counted()).toMatchObject({ read: expect.toSatisfy((read) => Number(read) < 10_000) });
});
