import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { RequestedRuns } from './requested-runs.ts';
import type { SeenRun } from './seen-run.ts';

const ROW: SeenRun['row'] = {
  ...{ id: 1, runId: 'r', flow: 'flow', state: 'Completed', parentRunId: null, tags: '[]', startedAt: 1 },
  ...{ plannedAt: 1, endedAt: 2, owner: null, host: 'host', pid: 1, heartbeatAt: 1, crashedAt: null },
  ...{ resumes: 0, traceparent: null, parameters: '{}', result: null },
};
const seen = (runId: string): SeenRun => ({ runId, id: 1, crashedAt: undefined, classes: [], row: ROW });

test('runs that are requested in the same turn are read once, those of a later turn anew', async () => {
  const reads: (readonly string[])[] = [];
  const runs = new RequestedRuns(async (ids) => {
    reads.push(ids);
    return new Map(ids.filter((id) => id !== 'none').map((id) => [id, seen(id)]));
  });
  const after = Promise.resolve().then(() => runs.find('c'));
  const found = await Promise.all([runs.find('a'), runs.find('b'), runs.find('a'), runs.find('none'), after]);
  expect(found.map((it) => it?.runId)).toEqual(['a', 'b', 'a', undefined, 'c']);
  expect(reads).toEqual([['a', 'b', 'none', 'c']]);
  expect((await runs.find('a'))?.runId).toBe('a');
  expect(reads).toHaveLength(2);
});

test('what is requested while runs are read is read after that, and a failed reading fails no later one', async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  let reads = 0;
  const runs = new RequestedRuns(async (ids) => {
    reads += 1;
    return reads === 1 ? promise : new Map(ids.map((id) => [id, seen(id)]));
  });
  const first = runs.find('a');
  await setImmediate();
  await setImmediate();
  expect((await runs.find('a'))?.runId).toBe('a');
  reject(new Error('lost'));
  await expect(first).rejects.toThrow('lost');
});
