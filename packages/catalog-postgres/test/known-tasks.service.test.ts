import type { BatchClaim, TaskChange } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { recordDatabase } from './record-database.ts';
import { NAME, object, run, tasks } from './test-rows.ts';

const database = recordDatabase();

const change = (taskId: string, state: string, at: number): TaskChange => {
  const phase = state === 'Running' ? 'running' : 'final';
  return { runId: 'r1', taskId, name: NAME, state, phase, attempt: 1, at };
};

test('who has claimed a batch finds out that another process has moved tasks of it by the same claim', async () => {
  const records = postgresRecords(database.url);
  const catalog = await records.open('/data/known');
  await catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks('a', 'b', 'c'));
  catalog.endPlan('r1');
  const batch = await catalog.claim('r1', { name: NAME, holder: 'h' });
  if (batch === undefined) throw new Error('there is a batch');
  const { tasks: _, losses: _losses, ...claim } = batch;
  const other = await records.open('/data/known');
  const sent: BatchClaim = JSON.parse(JSON.stringify(claim));
  await catalog.handIn(claim, [{ change: change('a', 'Running', 1_000) }]);
  await other.handIn(sent, [
    { change: change('a', 'Completed', 2_000), object: object('r1', 'a') },
    { change: change('b', 'Running', 2_000) },
  ]);
  await catalog.handIn(claim, [
    { change: change('a', 'Failed', 3_000) },
    { change: change('b', 'Completed', 3_000), object: object('r1', 'b') },
    { change: change('c', 'Running', 3_000) },
  ]);
  expect(await catalog.counts('r1')).toEqual({
    Completed: { tasks: 2, bytes: 0 },
    Running: { tasks: 1, bytes: 0 },
  });
  expect(await catalog.attempts('r1', 'b')).toMatchObject([{ startedAt: 2_000, endedAt: 3_000 }]);
  const begun = await database.query('SELECT number::int FROM tapehaul.progress');
  expect(begun).toEqual([{ number: 3 }]);
  expect((await catalog.batches('r1')).rows).toMatchObject([{ left: 1 }]);
  await other.handIn(sent, [{ change: change('c', 'Completed', 4_000) }]);
  await catalog.handIn(claim, [{ change: change('c', 'Completed', 5_000) }]);
  expect((await catalog.task('r1', 'c'))?.updatedAt).toBe(4_000);
  catalog.endRun('r1', 'Completed', null);
  await other.close();
  await catalog.close();
  expect(await records.inspect('/data/known')).toBe('sound');
});
