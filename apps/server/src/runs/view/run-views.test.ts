import { expect, test } from 'vitest';
import type { ShownRun } from '../schema/run-schema.ts';
import { RunViews } from './run-views.ts';

const RUN = { runId: 'r1', state: 'Failed', endedAt: 5, resumes: 0 };

test('a run that has ended is read once for lists, until it is continued or waits in the queue', async () => {
  let isQueued = false;
  let reads = 0;
  const live = { own: () => undefined, progressOf: () => null as never };
  const waiting = { runId: 'r1', name: 'btc', place: 1, waitsFor: null, startedBy: null, traceparent: null };
  const views = new RunViews({ live, queued: () => (isQueued ? (waiting as never) : undefined) });
  const view: ShownRun = { ...views.waiting(waiting), ended_at: '2025-07-01T00:00:00.000Z' };
  const read = async (): Promise<ShownRun> => {
    reads += 1;
    return view;
  };
  const list = (run: object = {}, directory = '/data'): Promise<ShownRun | undefined> =>
    views.listed({ directory, run: { ...RUN, ...run } }, read);
  expect([await list(), await list(), reads]).toEqual([view, view, 1]);
  await list({ resumes: 1, endedAt: 9 });
  await list({}, '/other');
  expect(reads).toBe(3);
  isQueued = true;
  await list();
  expect(reads).toBe(4);
});

test('a run that has ended with files left is read each time: workers may hand some in after its end', async () => {
  const live = { own: () => undefined, progressOf: () => null as never };
  const views = new RunViews({ live, queued: () => undefined });
  const waiting = { runId: 'r1', name: 'btc', place: 1, waitsFor: null, startedBy: null, traceparent: null };
  const view: ShownRun = { ...views.waiting(waiting), ended_at: '2025-07-01T00:00:00.000Z' };
  let left = 1;
  const read = async (): Promise<ShownRun> => {
    const files = { Running: { tasks: left, bytes: 0 }, Completed: { tasks: 2 - left, bytes: 0 } };
    return { ...view, files };
  };
  const list = () => views.listed({ directory: '/data', run: { ...RUN, state: 'Cancelled' } }, read);
  expect((await list())?.files.Running?.tasks).toBe(1);
  left = 0;
  expect((await list())?.files.Running?.tasks).toBe(0);
  left = 1;
  expect((await list())?.files.Running?.tasks).toBe(0);
});

test('a run in progress is read each time', async () => {
  let reads = 0;
  const views = new RunViews({
    live: { own: () => undefined, progressOf: () => null as never },
    queued: () => undefined,
  });
  const read = async (): Promise<undefined> => {
    reads += 1;
    return undefined;
  };
  const run = { ...RUN, state: 'Running', endedAt: null };
  for (let turn = 0; turn < 2; turn += 1) await views.listed({ directory: '/data', run }, read);
  expect(reads).toBe(2);
});
