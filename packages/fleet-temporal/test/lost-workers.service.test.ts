import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { batchRef } from '@tapehaul/fleet';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { openTemporal } from '../src/index.ts';
import { SeenBatches } from './seen-batches.ts';
import { temporalServer } from './temporal-server.ts';

const temporal = temporalServer();
/** The least time after which a worker is dead that a busy machine bears. */
const PACE = { beatMs: 500, heartbeatSeconds: 5 };
const LONG = { timeout: 240_000 };

type Place = ReturnType<typeof temporal.place>;

/** A worker in a process of its own, and the lines that it prints. */
function child({ address, taskQueue }: Place) {
  const program = `${import.meta.dirname}/serve-child.ts`;
  const process_ = execa(process.execPath, ['--conditions=@tapehaul/source', program, address, taskQueue], {
    reject: false,
  });
  const lines = on(createInterface(process_.stdout), 'line');
  return {
    kill: (signal: NodeJS.Signals) => process_.kill(signal),
    async prints(count: number): Promise<string[]> {
      const printed: string[] = [];
      while (printed.length < count) printed.push(String((await lines.next()).value?.[0]));
      return printed.sort();
    },
  };
}

test('the batches of a killed worker are worked on by another one', LONG, async () => {
  const place = temporal.place();
  const engine = await openTemporal({ ...place, ...PACE });
  await engine.offer([1, 2].map((no) => batchRef('killed', no)));
  const worker = child(place);
  expect(await worker.prints(2)).toEqual(['begun killed/1', 'begun killed/2']);
  const seen = new SeenBatches();
  engine.serve(2, async (batch) => {
    seen.add(batch);
    return 'done';
  });
  worker.kill('SIGKILL');
  await seen.reaches(2);
  expect(seen.ids.sort()).toEqual(['killed/1', 'killed/2']);
  await engine.close();
});

test('a worker that stood still learns that it has lost its batches', LONG, async () => {
  const place = temporal.place();
  const engine = await openTemporal({ ...place, ...PACE });
  await engine.offer([1, 2].map((no) => batchRef('still', no)));
  const worker = child(place);
  await worker.prints(2);
  worker.kill('SIGSTOP');
  const seen = new SeenBatches();
  engine.serve(2, async (batch) => {
    seen.add(batch);
    return 'done';
  });
  await seen.reaches(2);
  worker.kill('SIGCONT');
  expect(await worker.prints(2)).toEqual(['aborted still/1', 'aborted still/2']);
  worker.kill('SIGKILL');
  expect(seen.ids).toHaveLength(2);
  expect(await engine.backlog('still')).toEqual({ queued: 0, running: 0 });
  await engine.close();
});

test(
  'a run that is withdrawn aborts batches in another process, with no worker in this one',
  LONG,
  async () => {
    const place = temporal.place();
    const engine = await openTemporal({ ...place, ...PACE });
    await engine.offer([1, 2, 3].map((no) => batchRef('withdrawn', no)));
    const worker = child(place);
    const begun = await worker.prints(2);
    expect(await engine.backlog()).toEqual({ queued: 1, running: 2 });
    await engine.withdraw('withdrawn');
    expect(await engine.backlog()).toEqual({ queued: 0, running: 0 });
    expect(await worker.prints(2)).toEqual(begun.map((line) => line.replace('begun', 'aborted')));
    await engine.withdraw('withdrawn');
    worker.kill('SIGKILL');
    await engine.close();
  },
);

test('a worker that is stopped keeps its batch for longer than a dead one', LONG, async () => {
  const place = temporal.place();
  const engine = await openTemporal({ ...place, ...PACE });
  const [seen, taken] = [new SeenBatches(), new SeenBatches()];
  const held = Promise.withResolvers<void>();
  await engine.offer([batchRef('stopped', 1)]);
  let wasAborted: boolean | undefined;
  const serving = engine.serve(1, async (batch, { signal }) => {
    seen.add(batch);
    await held.promise;
    wasAborted = signal.aborted;
    return 'done';
  });
  await seen.reaches(1);
  const worker = child(place);
  await engine.offer([2, 3].map((no) => batchRef('stopped', no)));
  await worker.prints(2);
  const stopped = serving.stop();
  worker.kill('SIGKILL');
  const other = await openTemporal({ ...place, ...PACE });
  other.serve(2, async (batch) => {
    taken.add(batch);
    return 'done';
  });
  await taken.reaches(2);
  held.resolve();
  await stopped;
  expect(wasAborted).toBe(false);
  expect([seen.each, taken.each]).toEqual([['stopped/1'], ['stopped/2', 'stopped/3']]);
  await Promise.all([engine.close(), other.close()]);
});
