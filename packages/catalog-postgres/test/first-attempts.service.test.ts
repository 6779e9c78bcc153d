import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { NAME, run, tasks, walk } from './test-rows.ts';

const database = recordDatabase();

test('a first attempt that ends with its task stands in its outcome, and in a row of its own once the task is done again', async () => {
  const records = postgresRecords(database.url);
  const catalog = await records.open('/data/attempts');
  await catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks('a', 'b', 'c'));
  catalog.endPlan('r1');
  walk(catalog, 'r1', 'a', ['Running', 'Completed']);
  walk(catalog, 'r1', 'b', ['Running', 'Failed'], { errorCode: 'throttled', errorMessage: 'slow down' });
  walk(catalog, 'r1', 'c', ['Running', 'AwaitingRetry', 'Retrying', 'Completed']);
  await catalog.settled();
  const rows = async () =>
    (await database.query('SELECT number::int, attempt FROM tapehaul.attempts ORDER BY 1, 2')).map(
      ({ number, attempt }) => [number, attempt],
    );
  expect(await rows()).toEqual([
    [3, 1],
    [3, 2],
  ]);
  const first = { attempt: 1, startedAt: 1_000, endedAt: 2_000 };
  expect(await catalog.attempts('r1', 'a')).toEqual([
    { ...first, state: 'Completed', errorCode: null, errorMessage: null },
  ]);
  const failed = [{ ...first, state: 'Failed', errorCode: 'throttled', errorMessage: 'slow down' }];
  expect(await catalog.attempts('r1', 'b')).toEqual(failed);
  expect(await catalog.attempts('r1', 'c')).toMatchObject([{ state: 'AwaitingRetry' }, { attempt: 2 }]);
  catalog.endRun('r1', 'Failed', null);
  await catalog.resumeRun('r1', { failed: true });
  expect(await catalog.attempts('r1', 'b')).toEqual(failed);
  expect(await rows()).toHaveLength(3);
  const batch = await catalog.claim('r1', { name: NAME, holder: 'h' });
  expect(batch?.tasks.map(({ taskId }) => taskId)).toEqual(['b']);
  walk(catalog, 'r1', 'b', ['Running', 'Completed']);
  await catalog.settled();
  expect(await catalog.attempts('r1', 'b')).toMatchObject([...failed, { attempt: 2, state: 'Completed' }]);
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
});
