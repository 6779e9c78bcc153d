import { DatabaseSync } from 'node:sqlite';
import { everyRow } from '@tapehaul/catalog';
import { describe, expect, test } from 'vitest';
import { openCatalog, readCatalog } from '../src/index.ts';
import { NAME, object, path, run, tamper, tasks, walk } from './test-catalog.ts';

describe('a catalog', () => {
  test('keeps planned tasks, their states and held objects over a restart', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    const sized = { taskId: 'b', name: NAME, input: { size: 1 }, bytes: 7 };
    expect(await catalog.planTasks('r1', [sized, ...tasks('a', 'b')])).toBe(2);
    catalog.endPlan('r1');
    expect(await Array.fromAsync(everyRow(catalog.remainingTasks('r1', NAME)))).toEqual([
      sized,
      ...tasks('a'),
    ]);
    walk(catalog, 'r1', 'a', ['Running', 'Completed']);
    catalog.recordObject(object('r1', 'a'));
    catalog.endRun('r1', 'Completed', { ok: true });
    await catalog.close();

    const again = openCatalog(path);
    expect(await again.find('a')).toEqual(object('r1', 'a'));
    expect(await again.find('b')).toBeUndefined();
    expect((await again.runs()).rows).toMatchObject([{ runId: 'r1', state: 'Completed' }]);
    expect((await again.run('r1'))?.result).toEqual({ ok: true });
    expect((await again.run('r1'))?.plannedAt).toBeTypeOf('number');
    expect(await again.counts('r1')).toEqual({
      Completed: { tasks: 1, bytes: 0 },
      Scheduled: { tasks: 1, bytes: 7 },
    });
    expect(await Array.fromAsync(everyRow(again.remainingTasks('r1', NAME)))).toEqual([sized]);
    await again.close();
  });

  test('says that it is closed to all who use it then', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    await catalog.close();
    const reader = readCatalog(path);
    await reader.close();
    const uses = [
      () => catalog.runs(),
      () => catalog.find('a'),
      () => catalog.counts('r1'),
      async () => catalog.startRun(run('r2')),
      () => reader.runs(),
    ];
    for (const use of uses) {
      await expect(use()).rejects.toThrow(
        expect.objectContaining({ code: 'catalog_failed', message: `the catalog ${path} is closed` }),
      );
    }
  });

  test('reads many remaining tasks while they are being recorded', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    const ids = Array.from({ length: 2_500 }, (_, n) => String(n).padStart(5, '0'));
    await catalog.planTasks('r1', tasks(...ids));
    const seen: string[] = [];
    for await (const { taskId } of everyRow(catalog.remainingTasks('r1', NAME))) {
      seen.push(taskId);
      walk(catalog, 'r1', taskId, ['Running', 'Completed']);
    }
    expect(seen).toEqual(ids);
    expect(await catalog.counts('r1', NAME)).toEqual({ Completed: { tasks: 2_500, bytes: 0 } });
    expect(await catalog.counts('r1', 'another')).toEqual({});
    await catalog.close();
  });

  test('gives the attempts and the states of a task that was done again', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    await catalog.planTasks('r1', tasks('a'));
    const error = { errorCode: 'server_error', errorMessage: 'out of order' };
    walk(catalog, 'r1', 'a', ['Running', 'AwaitingRetry'], error);
    catalog.recordTask({ ...change, state: 'Retrying', phase: 'running', attempt: 2, at: 5_000 });
    catalog.recordTask({ ...change, state: 'Failed', phase: 'final', attempt: 2, at: 6_000, ...error });
    // The flow runs its body again, and numbers attempts anew.
    catalog.recordTask({ ...change, state: 'Running', phase: 'running', attempt: 1, at: 8_000 });
    catalog.recordTask({ ...change, state: 'Completed', phase: 'final', attempt: 1, at: 9_000, bytes: 3 });
    expect(await catalog.attempts('r1', 'a')).toMatchObject([
      { attempt: 1, state: 'AwaitingRetry', startedAt: 1_000, endedAt: 2_000, errorCode: 'server_error' },
      { attempt: 2, state: 'Failed', startedAt: 5_000, endedAt: 6_000, errorMessage: 'out of order' },
      { attempt: 3, state: 'Completed', startedAt: 8_000, endedAt: 9_000, errorCode: null },
    ]);
    expect((await catalog.taskHistory('r1', 'a')).map(({ state }) => state)).toEqual([
      'Scheduled',
      'Running',
      'AwaitingRetry',
      'Retrying',
      'Failed',
      'Retrying',
      'Completed',
    ]);
    expect(await catalog.task('r1', 'a')).toMatchObject({
      attempts: 3,
      durationMs: 8_000,
      bytes: 3,
      errorCode: null,
    });
    await catalog.close();
  });
  const change = { runId: 'r1', taskId: 'a', name: NAME };

  test('keeps rows that could not be written, and says so with the next one', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    catalog.hurry();
    catalog.recordObject(object('r1', 'a'));
    const locked = expect.objectContaining({ code: 'catalog_failed' });
    await expect(catalog.settled()).rejects.toThrow(locked);
    expect(() => catalog.recordObject(object('r1', 'b'))).toThrow(locked);
    other.exec('ROLLBACK');
    other.close();
    await catalog.settled();
    expect(await Array.fromAsync(everyRow(catalog.held()))).toEqual([object('r1', 'a'), object('r1', 'b')]);
    await catalog.close();
  });

  test('is read by others while it is written, and not changed by them', async () => {
    const catalog = openCatalog(path);
    await catalog.startRun(run('r1'));
    const reader = readCatalog(path);
    expect((await reader.runs()).rows).toMatchObject([{ runId: 'r1', state: 'Running' }]);
    await catalog.planTasks('r1', tasks('a', 'b'));
    expect((await reader.tasks('r1')).rows.map(({ taskId }) => taskId)).toEqual(['a', 'b']);
    await reader.close();
    await catalog.close();
  });

  test('made by a newer version is refused', async () => {
    await openCatalog(path).close();
    tamper('PRAGMA user_version = 99');
    const newer = expect.objectContaining({ code: 'catalog_newer', exitCode: 2 });
    expect(() => openCatalog(path)).toThrow(newer);
    expect(() => readCatalog(path)).toThrow(newer);
  });

  test('that cannot be opened, or does not exist, is an error that names the file', () => {
    expect(() => openCatalog('/dev/null/catalog.db')).toThrow(
      expect.objectContaining({ code: 'catalog_failed', facts: { path: '/dev/null/catalog.db' } }),
    );
    expect(() => readCatalog(path)).toThrow(
      expect.objectContaining({ code: 'catalog_failed', facts: { path } }),
    );
  });
});
