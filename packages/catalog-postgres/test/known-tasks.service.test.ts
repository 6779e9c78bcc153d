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

test('an object that was recorded since its batch was claimed is replaced by that of the task, and counted once', async () => {
  const records = postgresRecords(database.url);
  const catalog = await records.open('/data/taken');
  await catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks('a', 'b', '\u{10000}c'));
  catalog.endPlan('r1');
  const batch = await catalog.claim('r1', { name: NAME, holder: 'h' });
  if (batch === undefined) throw new Error('there is a batch');
  const { tasks: claimed, losses: _losses, ...claim } = batch;
  expect(claimed.map(({ held }) => held)).toEqual([null, null, null]);
  catalog.recordObject(object('r1', 'b', { bytes: 1 }));
  await catalog.handIn(
    claim,
    claimed.map(({ taskId }) => ({
      change: change(taskId, 'Completed', 2_000),
      object: object('r1', taskId, { bytes: 7 }),
    })),
  );
  expect((await catalog.find('b'))?.bytes).toBe(7);
  expect(await catalog.counts('r1')).toEqual({ Completed: { tasks: 3, bytes: 0 } });
  const { rows } = await catalog.coverage();
  expect(rows).toMatchObject([{ objects: 3, bytes: 21 }]);
  // What is held now comes with a batch, whatever else lies between the keys of its tasks.
  await catalog.planTasks('r1', tasks('aa', 'b2'));
  const next = await catalog.claim('r1', { name: NAME, holder: 'h' });
  expect(next?.tasks.map(({ taskId, held }) => [taskId, held])).toEqual([
    ['aa', null],
    ['b2', null],
  ]);
  catalog.endRun('r1', 'Completed', null);
  await catalog.close();
  expect(await records.inspect('/data/taken')).toBe('sound');
});
