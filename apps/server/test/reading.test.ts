import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FILE_TASK, FLOW_NAME, newRunId } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { call, data, events, serve, stop } from './service.ts';

/** Records a run that its owner has left with one file in progress, and gives its id. */
async function leaveRun(directory: string): Promise<string> {
  const runId = newRunId();
  const catalog = openCatalog(recordPath(directory));
  await catalog.startRun({ runId, flow: FLOW_NAME, parameters: {} });
  const [first, second] = ['a.zip', 'b.zip'].map((taskId) => ({ taskId, name: FILE_TASK, input: null }));
  if (first !== undefined && second !== undefined) await catalog.planTasks(runId, [first, second]);
  const change = { runId, taskId: 'a.zip', name: FILE_TASK, attempt: 1, at: Date.now() };
  catalog.recordTask({ ...change, state: 'Running', phase: 'running' });
  await catalog.close();
  return runId;
}

test('no GET writes to a record, also where the owner of a run is dead: that run is shown as Crashed', async () => {
  await serve();
  const directory = join(data, 'btc');
  const runId = await leaveRun(directory);
  const state = join(directory, '.tapehaul');
  const before = { files: await readdir(state), bytes: await readFile(recordPath(directory)) };

  const { body } = await call('GET', '/openapi.json');
  const paths = Object.keys(body.paths).filter((path) => 'get' in body.paths[path]);
  expect(paths).toContain('/v1/runs/{run}/tasks');
  for (const path of paths) {
    const isWhy = path === '/v1/coverage/why';
    const day = isWhy ? '&series=BTCUSDT&from=2025-07-01' : '';
    const isOfDirectory = /^\/v1\/(coverage|disputes|tables)/.test(path);
    const inDirectory = isOfDirectory ? `?output_directory=btc${day}` : '';
    const requested = path.replace('{run}', runId).replace('{task}', 'a.zip') + inDirectory;
    // A stream of all runs does not end: its first event has read them.
    if (path === '/v1/events') {
      for await (const { event } of events(path)) {
        expect(event).toBe('snapshot');
        break;
      }
      continue;
    }
    // Nothing is known of any series: a day of one cannot be explained.
    expect.soft((await call('GET', requested)).status, requested).toBe(isWhy ? 422 : 200);
  }
  expect((await call('GET', `/v1/runs/${runId}`)).body).toMatchObject({
    state: 'Crashed',
    files: { Crashed: { tasks: 1 }, Scheduled: { tasks: 1 } },
  });
  await stop();
  expect({ files: await readdir(state), bytes: await readFile(recordPath(directory)) }).toEqual(before);
});

test('a service marks the runs whose owner is dead when it starts', async () => {
  const directory = join(data, 'btc');
  const runId = await leaveRun(directory);
  await serve();
  expect((await call('GET', `/v1/runs/${runId}`)).body.state).toBe('Crashed');
  await stop();
  const catalog = openCatalog(recordPath(directory));
  expect(await catalog.markCrashedRuns()).toEqual([]);
  expect((await catalog.run(runId))?.state).toBe('Crashed');
  await catalog.close();
});
