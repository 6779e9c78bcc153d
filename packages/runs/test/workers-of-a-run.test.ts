import { MemoryRecordStore } from '@tapehaul/testkit/record';
import { FILE_TASK, FLOW_NAME } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { readDetails } from '../src/local/read-runs.ts';

test('a run on a fleet names the workers that have batches of it; one of this machine has none', async () => {
  const catalog = await new MemoryRecordStore().open('/data');
  const start = async (runId: string, parameters: object): Promise<void> => {
    await catalog.startRun({ runId, flow: FLOW_NAME, parameters, tags: [] });
    for (const taskId of ['a', 'b', 'c']) {
      await catalog.planTasks(runId, [{ taskId, name: FILE_TASK, input: null }]);
    }
  };
  await start('fleet', { on: 'fleet' });
  for (const [batch, holder] of [
    [1, 'host-2'],
    [2, 'host-1'],
    [3, 'host-2'],
  ] as const) {
    await catalog.claim('fleet', { name: FILE_TASK, holder, batch });
  }
  const details = await readDetails(catalog, '/data', 'fleet');
  expect(details.workers).toEqual(['host-1', 'host-2']);
  expect(details.line).toMatchObject({ on: 'fleet', workers: ['host-1', 'host-2'] });
  catalog.endRun('fleet', 'Completed', null);
  await catalog.settled();
  await start('here', {});
  const alone = await readDetails(catalog, '/data', 'here');
  expect(alone.workers).toBeNull();
  expect(alone.line).toMatchObject({ on: 'here', workers: null });
  await catalog.close();
});
