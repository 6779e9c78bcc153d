import { once } from 'node:events';
import { type BatchRef, batchRef } from '@tapehaul/fleet';
import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import { openTemporal } from '../src/index.ts';
import { SeenBatches } from './seen-batches.ts';
import { temporalServer } from './temporal-server.ts';

/** A history is ended after some 60 batches, in place of 1,200. */
const temporal = temporalServer({ settings: { 'limit.historyCount.suggestContinueAsNew': 200 } });
const PACE = { beatMs: 500, heartbeatSeconds: 5 };
const LONG = { timeout: 240_000 };

const batches = (run: string, count: number): BatchRef[] =>
  Array.from({ length: count }, (_, index) => batchRef(run, index + 1));

async function command(...words: readonly string[]): Promise<unknown> {
  return JSON.parse(await temporal.server.command(...words, '--output', 'json'));
}

test('a run of many batches has several histories, with each batch done once', LONG, async () => {
  const place = temporal.place();
  const engine = await openTemporal({ ...place, ...PACE });
  const seen = new SeenBatches();
  const next = batches('many', 300);
  await engine.offer(next.splice(0, 32));
  engine.serve(8, async (batch) => {
    seen.add(batch);
    await engine.offer(next.splice(0, batch.no % 8 === 0 ? 8 : 0));
    return 'done';
  });
  await seen.reaches(300);
  expect(seen.ids).toHaveLength(300);
  const histories = await command('workflow', 'list', '--query', `WorkflowId = '${place.taskQueue}/many'`);
  expect((histories as unknown[]).length).toBeGreaterThan(2);
  await engine.close();
});

test('of many batches at once some are held back, and counted', LONG, async () => {
  const engine = await openTemporal({ ...temporal.place(), ...PACE });
  await engine.offer(batches('held', 700));
  expect(await engine.backlog('held')).toEqual({ queued: 700, running: 0 });
  const seen = new SeenBatches();
  engine.serve(2, async (batch, { signal }) => {
    seen.add(batch);
    await once(signal, 'abort');
    return 'again';
  });
  await seen.reaches(2);
  while ((await engine.backlog('held')).running < 2);
  expect(await engine.backlog('held')).toEqual({ queued: 698, running: 2 });
  await engine.withdraw('held');
  expect(await engine.backlog('held')).toEqual({ queued: 0, running: 0 });
  await engine.close();
});

test('of two runs, each by its window, the second does not wait for the end of the first', LONG, async () => {
  const engine = await openTemporal({ ...temporal.place(), ...PACE });
  const seen = new SeenBatches();
  const next: Record<string, BatchRef[]> = { long: batches('long', 60), short: batches('short', 10) };
  const offer = async (run: string, count: number): Promise<void> =>
    engine.offer(next[run]?.splice(0, count) ?? []);
  await Promise.all([offer('long', 8), offer('short', 8)]);
  // Two batches of the long run last until the short one has begun: it would never begin if it waited for their end.
  const shortBegan = Promise.withResolvers<void>();
  let waiting = 0;
  engine.serve(4, async (batch) => {
    seen.add(batch);
    if (batch.run === 'short') shortBegan.resolve();
    await offer(batch.run, 1);
    if (batch.run === 'short' || waiting === 2) return 'done';
    waiting += 1;
    await shortBegan.promise;
    return 'done';
  });
  await seen.reaches(70);
  expect(seen.ids).toHaveLength(70);
  await engine.close();
});

test(
  'a workflow that is cancelled by hand aborts its batches, and works on what is offered after',
  LONG,
  async () => {
    const place = temporal.place();
    const engine = await openTemporal({ ...place, ...PACE });
    await engine.offer(batches('cancelled', 4));
    const [seen, aborted, again] = [new SeenBatches(), new SeenBatches(), new SeenBatches()];
    const held = Promise.withResolvers<void>();
    engine.serve(2, async (batch, { signal }) => {
      if (aborted.ids.length === 2) {
        again.add(batch);
        return 'done';
      }
      seen.add(batch);
      const { promise: stopped, resolve } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => resolve());
      await stopped;
      aborted.add(batch);
      await held.promise;
      return 'again';
    });
    await seen.reaches(2);
    await temporal.server.command('workflow', 'cancel', '--workflow-id', `${place.taskQueue}/cancelled`);
    await aborted.reaches(2);
    await engine.offer(batches('cancelled', 2));
    held.resolve();
    await again.reaches(2);
    expect(again.each).toEqual(['cancelled/1', 'cancelled/2']);
    await engine.close();
  },
);

test('a batch of a newer release is given back, for a worker that understands it', LONG, async () => {
  const place = temporal.place();
  const engine = await openTemporal({ ...place, ...PACE });
  const connection = await Connection.connect({ address: place.address });
  const workflowId = `${place.taskQueue}/newer`;
  const { workflow } = new Client({ connection });
  await engine.offer([batchRef('newer', 1)]);
  await workflow.getHandle(workflowId).signal('offer', [{ like: { v: 2, slice: [1, 2] } }]);
  const seen = new SeenBatches();
  engine.serve(1, async (batch) => {
    seen.add(batch);
    return 'done';
  });
  const lastFailures = async (): Promise<unknown[]> => {
    const { raw } = await workflow.getHandle(workflowId).describe();
    return (raw.pendingActivities ?? []).map(({ lastFailure }) => lastFailure?.message);
  };
  while ((await lastFailures()).join() !== 'a newer release of tapehaul wrote this batch');
  await seen.reaches(1);
  expect(await engine.backlog('newer')).toEqual({ queued: 1, running: 0 });
  expect(seen.ids).toEqual(['newer/1']);
  await engine.withdraw('newer');
  await engine.close();
  await connection.close();
});

test('a history holds references to batches, and nothing else of them', LONG, async () => {
  const place = temporal.place();
  const engine = await openTemporal({ ...place, ...PACE });
  const run = '20261127T101500Z-4fa1c2';
  await engine.offer(batches(run, 2));
  const seen = new SeenBatches();
  engine.serve(2, async (batch) => {
    seen.add(batch);
    if (seen.ids.length === 1) throw new Error(`cannot read /home/trader/${batch.no}.zip`);
    return 'done';
  });
  await seen.comes(3);
  const handle = ['--workflow-id', `${place.taskQueue}/${run}`];
  while (true) {
    const { queued, running } = await engine.backlog(run);
    if (queued + running === 0) break;
  }
  const history = JSON.stringify(await command('workflow', 'show', ...handle));
  const texts = [...history.matchAll(/"data":"([^"]*)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  const ref = (no: number): string => `{"v":1,"run":"${run}","no":${no}}`;
  expect(new Set(texts)).toEqual(
    new Set([
      '{"heartbeatSeconds":5,"waiting":[]}',
      `[{"like":{"v":1,"run":"${run}"},"no":[[1,2]]}]`,
      `"batches of run ${run}"`,
      ...[1, 2].flatMap((no) => [`"batch ${no}"`, ref(no)]),
    ]),
  );
  expect(history).not.toMatch(/trader|\.ts:\d/);
  await engine.close();
});
