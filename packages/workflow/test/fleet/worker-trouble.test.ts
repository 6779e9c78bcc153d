import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { output, simulator } from '../archive.ts';
import { emptied, FleetOfTest, WAIT } from './fleet-files.ts';
import type { PlannedRun } from './planned-run.ts';

const fleet = new FleetOfTest();

describe('trouble that every worker would meet is given back with its batch', () => {
  const failures = async (run: PlannedRun) =>
    (await run.catalog.batches(run.runId)).rows.flatMap(({ failure }) => failure ?? []);

  test('a source that is none', async () => {
    const run = await fleet.plan({ source: { endpoint: simulator.url, bucket: 'no-such-bucket' } });
    const { engine, events } = fleet.start({ slots: 1 });
    await engine.offer([{ v: 1, run: run.runId, no: 1 }]);
    await emptied(engine);
    expect(await failures(run)).toMatchObject([{ code: 'bucket_not_found', facts: { worker: 'w1' } }]);
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', error: { code: 'bucket_not_found' } });
    expect((await run.catalog.counts(run.runId)).Cancelled).toBeUndefined();
  });

  test('a configuration that this release cannot read', async () => {
    const run = await fleet.plan({}, { config: { markets: ['moon'] } });
    const { engine } = fleet.start({ slots: 1 });
    await engine.offer([{ v: 1, run: run.runId, no: 1 }]);
    await emptied(engine);
    expect(await failures(run)).toMatchObject([{ code: 'config_invalid' }]);
  });

  test('an output directory that is not on this machine', async () => {
    const run = await fleet.plan();
    const elsewhere = join(output, '..', 'elsewhere');
    const records = { ...run.records, rootOf: async () => elsewhere, open: () => run.records.open(output) };
    const { engine } = fleet.start({ slots: 1, records });
    await engine.offer([{ v: 1, run: run.runId, no: 1 }]);
    await emptied(engine);
    expect(await failures(run)).toMatchObject([
      { code: 'target_blocked', hint: expect.stringContaining('Mount the folder that the machines share') },
    ]);
    expect(existsSync(elsewhere)).toBe(false);
    await rm(elsewhere, { recursive: true, force: true });
  });

  test('a folder at the path of the output directory in which the run has written nothing', async () => {
    const run = await fleet.plan();
    await rm(join(output, '_runs', run.runId), { recursive: true });
    const { engine } = fleet.start({ slots: 1 });
    await engine.offer([{ v: 1, run: run.runId, no: 1 }]);
    await emptied(engine);
    expect(await failures(run)).toMatchObject([
      { code: 'target_blocked', message: expect.stringContaining('is not the one of the run') },
    ]);
    expect(simulator.requests.count({ key: /zip$/ })).toBe(0);
  });
});

describe('a run whose owner is dead', () => {
  test('is taken over once by a worker, where it is of a fleet', async () => {
    const run = await fleet.plan();
    const taken = Promise.withResolvers<string>();
    let times = 0;
    const takeOver = ({ runId }: { runId: string }, signal: AbortSignal): Promise<void> => {
      times += 1;
      taken.resolve(runId);
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    };
    const { worker, events } = fleet.start({ takeOver, takeOverEveryMs: 10 });
    expect(await taken.promise).toBe(run.runId);
    expect(worker.counts.coordinated).toBe(1);
    // It hands the run on.
    await worker.stop(0);
    expect(worker.counts.coordinated).toBe(0);
    expect(times).toBe(1);
    expect(events.map((it) => (it.kind === 'worker_take_over' ? it.step : it.kind))).toEqual([
      'begun',
      'ended',
    ]);
  });

  test('is not, where one machine collects it', async () => {
    const run = await fleet.plan({}, { on: undefined });
    let asked = 0;
    const abandoned = (): ReturnType<typeof run.records.abandoned> => {
      asked += 1;
      return run.records.abandoned();
    };
    const records = { ...run.records, abandoned };
    const takeOver = (): Promise<void> => expect.unreachable('taken over');
    const { worker, events } = fleet.start({ records, takeOver, takeOverEveryMs: 10 });
    await expect.poll(() => asked, WAIT).toBeGreaterThan(1);
    await worker.stop(0);
    expect(events).toEqual([]);
  });
});
