import type { BatchRecord } from '@tapehaul/catalog';
import { MemoryRecordStore } from '@tapehaul/testkit/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILE_TASK } from '../../flow-names.ts';
import { BatchWindow } from './batch-window.ts';
import { fleetEvent } from './fleet-event.ts';
import { FleetRate } from './fleet-rate.ts';
import { OpenBatches } from './open-batches.ts';
import { WorkerWatch } from './worker-watch.ts';

const batch = (more: Partial<BatchRecord> = {}): BatchRecord => {
  return {
    batch: 1,
    name: FILE_TASK,
    left: 1,
    claims: 0,
    holder: null,
    isHeld: false,
    losses: 0,
    failure: null,
    ...more,
  };
};

test('the window is four batches for each slot of the last minute, and eight at least', () => {
  const window = new BatchWindow();
  expect(window.size(0, 0)).toBe(8);
  expect(window.size(10, 1_000)).toBe(40);
  expect(window.size(3, 60_000)).toBe(40);
  expect(window.size(3, 61_000)).toBe(12);
});

test('however slots come and go, the window holds what the last minute had', () => {
  const step = fc.record({ slots: fc.nat(500), after: fc.integer({ min: 1, max: 40_000 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1 }), (steps) => {
      const window = new BatchWindow();
      let at = 0;
      const seen: { at: number; slots: number }[] = [];
      for (const { slots, after } of steps) {
        at += after;
        seen.push({ at, slots });
        const lately = seen.filter((it) => it.at > at - 60_000).map((it) => it.slots);
        expect(window.size(slots, at)).toBe(Math.max(8, 4 * Math.max(...lately)));
      }
    }),
  );
});

test('a rate is that of the last ten seconds', () => {
  const rate = new FleetRate();
  expect(rate.add({ at: 0, files: 100, bytes: 0 })).toEqual({ files: 0, bytes: 0 });
  expect(rate.add({ at: 2_000, files: 110, bytes: 1_000 })).toEqual({ files: 5, bytes: 500 });
  for (let at = 3_000; at <= 12_000; at += 1_000) rate.add({ at, files: 110, bytes: 1_000 });
  expect(rate.add({ at: 13_000, files: 110, bytes: 1_000 })).toEqual({ files: 0, bytes: 0 });
});

test('that no worker comes is reported once, and again after one has come and gone', () => {
  const watch = new WorkerWatch(30_000);
  const left = (more: Partial<BatchRecord> = {}) => ({ first: [batch(more)], open: 12 });
  expect(watch.see(left(), 0)).toBeUndefined();
  expect(watch.see(left(), 29_999)).toBeUndefined();
  expect(watch.see(left(), 30_000)).toMatchObject({ kind: 'no_worker', batches: 12, seconds: 30 });
  expect(watch.see(left(), 90_000)).toBeUndefined();
  // One that has come and gone between two times shows by its claim.
  expect(watch.see(left({ claims: 1 }), 91_000)).toBeUndefined();
  expect(watch.see(left({ claims: 1 }), 92_000)).toBeUndefined();
  expect(watch.see(left({ claims: 1 }), 122_000)?.message).toMatch(/no worker has taken one of 12 batches/);
  watch.pause();
  expect(watch.see(left({ claims: 1 }), 200_000)).toBeUndefined();
});

test('an event names the workers that have batches, each once', () => {
  const first = [
    batch({ batch: 3, holder: 'b', isHeld: true }),
    batch({ batch: 4, holder: 'a', isHeld: true }),
    batch({ batch: 5, holder: 'b', isHeld: true }),
    batch({ batch: 6, holder: 'c', isHeld: false }),
  ];
  const counts = {
    Completed: { tasks: 5, bytes: 100 },
    Absent: { tasks: 1, bytes: 0 },
    Scheduled: { tasks: 9, bytes: 900 },
  };
  expect(fleetEvent(counts, { first, open: 20 }, new FleetRate(), 0)).toMatchObject({
    files: counts,
    bytes: 100,
    open_batches: 20,
    workers: [
      { worker: 'a', batches: [4] },
      { worker: 'b', batches: [3, 5] },
    ],
  });
});

test('open batches are counted beyond those that are read', async () => {
  const catalog = await new MemoryRecordStore().open('/data');
  await catalog.startRun({ runId: 'r', flow: 'flow', parameters: {}, tags: [] });
  for (let number = 1; number <= 30; number++) {
    await catalog.planTasks('r', [{ taskId: `t${number}`, name: FILE_TASK, input: null }]);
  }
  const open = new OpenBatches(catalog, 'r');
  expect(await open.readAll()).toEqual([]);
  expect(await open.read(8)).toMatchObject({ open: 30 });
  for (const number of [2, 5]) {
    const claim = await catalog.claim('r', { name: FILE_TASK, holder: 'w', batch: number });
    if (claim === undefined) return expect.unreachable();
    const change = { runId: 'r', taskId: `t${number}`, name: FILE_TASK, attempt: 1, at: 1 } as const;
    await catalog.handIn(claim, [
      { change: { ...change, state: 'Running', phase: 'running' } },
      { change: { ...change, state: 'Completed', phase: 'final' } },
    ]);
  }
  const { first, open: left } = await open.read(8);
  expect(first.map((it) => it.batch)).toEqual([1, 3, 4, 6, 7, 8, 9, 10]);
  expect(left).toBe(28);
  await catalog.close();
});
