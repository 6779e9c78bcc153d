import { LocalEngine } from '@tapehaul/fleet';
import { describe, expect, test } from 'vitest';
import { FILE_TASK } from '../../src/index.ts';
import { key, output, simulator, zipsBelow } from '../archive.ts';
import { BATCHES, emptied, FleetOfTest, WAIT } from './fleet-files.ts';
import { logOf, offerOpen, statesOf } from './planned-run.ts';

const ALL = BATCHES.flat();
const fleet = new FleetOfTest();

describe('workers of a run', () => {
  test('get each file once, with its outcome, and leave the run itself to its owner', async () => {
    const run = await fleet.plan();
    const engine = new LocalEngine();
    const workers = [
      fleet.start({ engine, slots: 1, name: 'w1' }),
      fleet.start({ engine, slots: 1, name: 'w2' }),
    ];
    await offerOpen(engine, run);
    await emptied(engine);
    expect(await statesOf(run)).toEqual(Object.fromEntries(ALL.map((it) => [it, 'Completed'])));
    expect((await zipsBelow(output)).length).toBe(ALL.length);
    for (const it of ALL) expect(simulator.requests.count({ key: it })).toBe(1);
    expect(workers.flatMap((it) => it.outcomes())).toEqual(['done', 'done', 'done']);
    expect(await run.catalog.run(run.runId)).toMatchObject({ state: 'Running', endedAt: null });
    expect((await run.catalog.tasks(run.runId)).rows.map(({ name }) => name)).toEqual(
      ALL.map(() => FILE_TASK),
    );
    expect(workers.reduce((sum, { worker }) => sum + worker.counts.files, 0)).toBe(ALL.length);
  });

  test('record failed and absent files as outcomes, with the retries of the configuration', async () => {
    simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
    simulator.faults.add({ key: /03\.zip$/, fault: { kind: 'status', status: 404 } });
    const run = await fleet.plan({ task_retry_attempts: 1 });
    const { engine, worker } = fleet.start();
    await offerOpen(engine, run);
    await emptied(engine);
    const states = await statesOf(run);
    expect([states[key('02')], states[key('03')]]).toEqual(['Failed', 'Absent']);
    expect(worker.counts).toMatchObject({ batches: 3, files: 6, failed: 1 });
    expect(await logOf(run)).toContainEqual(expect.stringContaining('[access_denied]'));
  });
});

describe('a batch', () => {
  test('is given back by a worker that stops, and done by another one', async () => {
    simulator.faults.add({ key: /0[23]\.zip$/, fault: { kind: 'stall', afterBytes: 0 } });
    const run = await fleet.plan();
    const first = fleet.start({ slots: 1 });
    await offerOpen(first.engine, run);
    await expect.poll(async () => (await statesOf(run))[key('01')], WAIT).toBe('Completed');
    await first.worker.stop(100);
    expect(first.outcomes()).toEqual(['given_back']);
    expect(await run.catalog.counts(run.runId)).toMatchObject({
      Completed: { tasks: 1 },
      Scheduled: { tasks: 5 },
    });
    simulator.faults.clear();
    const second = fleet.start({ name: 'w2' });
    await offerOpen(second.engine, run);
    await emptied(second.engine);
    expect(await run.catalog.counts(run.runId)).toEqual({
      Completed: { tasks: 6, bytes: expect.any(Number) },
    });
    expect(simulator.requests.count({ key: key('01') })).toBe(1);
  });

  test('of a worker that stops gently: the file in progress ends, no other one begins', async () => {
    const held = Promise.withResolvers<void>();
    simulator.faults.add({ key: /\.zip$/, fault: { kind: 'hold', until: held.promise } });
    const run = await fleet.plan({ max_parallel_downloads: 1 });
    const { engine, worker, outcomes } = fleet.start({ slots: 1 });
    await offerOpen(engine, run);
    await expect.poll(() => simulator.requests.count({ key: /\.zip$/ }), WAIT).toBe(1);
    const stopped = worker.stop(20_000);
    held.resolve();
    await stopped;
    expect(outcomes()).toEqual(['given_back']);
    expect(await run.catalog.counts(run.runId)).toMatchObject({
      Completed: { tasks: 1 },
      Scheduled: { tasks: 5 },
    });
  });

  test('that another worker has claimed is lost: what ends after that is not recorded', async () => {
    const held = Promise.withResolvers<void>();
    simulator.faults.add({ key: /01\.zip$/, times: 1, fault: { kind: 'hold', until: held.promise } });
    const run = await fleet.plan();
    const { engine, outcomes } = fleet.start({ slots: 1 });
    await engine.offer([{ v: 1, run: run.runId, no: 1 }]);
    await expect.poll(async () => (await statesOf(run))[key('02')], WAIT).toBe('Completed');
    const other = await run.catalog.claim(run.runId, { name: FILE_TASK, holder: 'w2', batch: 1 });
    expect(other?.tasks.map(({ taskId }) => taskId)).toContain(key('01'));
    held.resolve();
    // The engine hands it out again, since it is its last word that this worker has it.
    await emptied(engine);
    expect(outcomes()).toEqual(['lost', 'done']);
    expect((await run.catalog.batches(run.runId)).rows[0]).toMatchObject({ left: 0, claims: 3 });
  });

  test('of a run that was withdrawn is given back, and no file of it is recorded as Cancelled', async () => {
    simulator.faults.add({ key: /zip$/, fault: { kind: 'stall', afterBytes: 0 } });
    const run = await fleet.plan();
    const { engine, outcomes } = fleet.start();
    await offerOpen(engine, run);
    await expect.poll(() => simulator.requests.count({ key: key('01') }), WAIT).toBe(1);
    await engine.withdraw(run.runId);
    await emptied(engine);
    expect(outcomes()).toEqual(['given_back', 'given_back']);
    expect(await run.catalog.counts(run.runId)).toEqual({ Scheduled: { tasks: 6, bytes: 0 } });
  });

  test('that two holders in a row have lost begins with one file: its outcome is stored before others begin', async () => {
    simulator.faults.add({ key: /0[23]\.zip$/, fault: { kind: 'stall', afterBytes: 0 } });
    const run = await fleet.plan();
    for (const holder of ['dead 1', 'dead 2']) {
      await run.catalog.claim(run.runId, { name: FILE_TASK, holder, batch: 1 });
    }
    const { engine } = fleet.start({ slots: 1 });
    await engine.offer([{ v: 1, run: run.runId, no: 1 }]);
    await expect.poll(() => simulator.requests.count({ key: key('02') }), WAIT).toBe(1);
    expect((await statesOf(run))[key('01')]).toBe('Completed');
  });

  test('that five holders have lost is not worked on again: its files are Crashed, and it is done', async () => {
    const run = await fleet.plan();
    for (let loss = 0; loss < 5; loss += 1) {
      await run.catalog.claim(run.runId, { name: FILE_TASK, holder: `dead ${loss}`, batch: 2 });
    }
    const { engine, outcomes } = fleet.start({ slots: 1 });
    await offerOpen(engine, run);
    await emptied(engine);
    expect(outcomes()).toEqual(['done', 'crashed', 'done']);
    for (const it of BATCHES[1] ?? []) {
      expect(await run.catalog.task(run.runId, it)).toMatchObject({
        state: 'Crashed',
        errorCode: 'batch_lost',
        errorMessage: expect.stringContaining('5 workers in a row lost the batch of this file'),
      });
    }
    expect(await run.catalog.counts(run.runId)).toMatchObject({
      Completed: { tasks: 4 },
      Crashed: { tasks: 2 },
    });
  });

  test('of a run that has ended, or that no record has, is nothing to do', async () => {
    const run = await fleet.plan();
    run.catalog.endRun(run.runId, 'Cancelled', null);
    await run.catalog.settled();
    const { engine, outcomes } = fleet.start();
    await engine.offer([
      { v: 1, run: run.runId, no: 1 },
      { v: 1, run: 'unknown', no: 1 },
    ]);
    await emptied(engine);
    expect(outcomes()).toEqual(['nothing', 'nothing']);
  });
});
