import { expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { path, run, tasks, walk } from './test-catalog.ts';

const failure = { errorCode: 'connection_failed', errorMessage: 'nobody answers' };

test('of a run that failed before its plan was stored all is left', async () => {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  walk(catalog, 'r1', 'plan', ['Running', 'Failed'], failure);
  catalog.endRun('r1', 'Failed', null);
  expect(await catalog.hasWork('r1', { failed: false })).toBe(true);
  expect(await catalog.resumeRun('r1', { failed: false })).toMatchObject({ state: 'Running', resumes: 1 });
  await catalog.close();
});

test('of a run with failures they are left where they are requested, and nothing once they are fixed', async () => {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks('a'));
  catalog.endPlan('r1');
  walk(catalog, 'r1', 'a', ['Running', 'Failed'], failure);
  catalog.endRun('r1', 'CompletedWithGaps', null);
  expect(await catalog.hasWork('r1', { failed: false })).toBe(false);
  expect(await catalog.hasWork('r1', { failed: true })).toBe(true);
  await expect(catalog.resumeRun('r1', { failed: false })).rejects.toThrow(
    expect.objectContaining({ code: 'run_complete' }),
  );
  await catalog.resumeRun('r1', { failed: true });
  walk(catalog, 'r1', 'a', ['Running', 'Completed']);
  catalog.endRun('r1', 'Completed', null);
  expect(await catalog.hasWork('r1', { failed: true })).toBe(false);
  expect(await catalog.hasWork('none', { failed: true })).toBe(false);
  await catalog.close();
});
