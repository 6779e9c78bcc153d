import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TapehaulError } from '@tapehaul/errors';
import { LocalEngine } from '@tapehaul/fleet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FleetWorker, runPlace } from '../src/fleet/index.ts';
import {
  type CollectionResult,
  type ExecuteOptions,
  newRunId,
  requestOfRun,
  type WorkflowOptions,
} from '../src/index.ts';
import { records } from '../src/record-store.ts';
import { output, simulator } from './archive.ts';
import { startWorker, type WorkerOptions } from './batch-worker.ts';
import { timeless } from './lasting-result.ts';
import { collectReported, eventsOf, inRecord, type Reported, resumeReported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 20, giveBackMs: 5_000, engineLostMs: 1_000 };
const WEEK = { date_range: { start: '2025-07-01', end: '2025-07-08' }, planning: 'matrix' };

let engine: LocalEngine;
beforeEach(() => {
  engine = new LocalEngine();
});
afterEach(() => engine.close());

const onFleet = () => ({ fleet: engine, fleetPace: PACE });
const collect = (more: object, options: WorkflowOptions & ExecuteOptions = {}): Promise<Reported> =>
  collectReported({ ...WEEK, ...more }, { ...onFleet(), ...options });
const work = (more: Partial<WorkerOptions> = {}) =>
  startWorker(engine, { output, endpoint: simulator.url, ...more });
const manifest = ({ run_id }: CollectionResult): Promise<string> =>
  readFile(join(output, '_runs', run_id, 'manifest.ndjson'), 'utf8');

test('a run on a fleet has the result and the manifest of the same run on one machine', async () => {
  simulator.faults.add({ key: /0[24]\.zip/, fault: { kind: 'missing' } });
  simulator.faults.add({ key: /05\.zip$/, fault: { kind: 'status', status: 500 } });
  simulator.faults.add({ key: /06\.zip$/, fault: { kind: 'status', status: 403 } });
  const cutShort = () =>
    simulator.faults.add({ key: /07\.zip$/, times: 1, fault: { kind: 'truncate', bytes: 100 } });
  cutShort();
  const runId = newRunId();
  const more = { task_retry_attempts: 1 };
  const alone = await collectReported({ ...WEEK, ...more }, { runId });
  const wanted = [await manifest(alone.result), timeless(alone.result)];
  await rm(output, { recursive: true });
  const shared = { ...records, rootOf: async () => output, abandoned: async () => [] };
  const worker = new FleetWorker({ records: shared, engine, slots: 2, name: 'worker' });
  cutShort();
  const fleet = await collect(more, { runId });
  expect(fleet.result).toMatchObject({ status: 'completed_with_failures', exit_code: 3 });
  expect(fleet.result.failures).toContainEqual(
    expect.objectContaining({ error: expect.objectContaining({ hint: expect.any(String) }) }),
  );
  expect([await manifest(fleet.result), timeless(fleet.result)]).toEqual(wanted);
  await worker.stop(0);
});

test('what s5cmd did on workers is counted as what it does on one machine', async () => {
  const shared = { ...records, rootOf: async () => output, abandoned: async () => [] };
  const worker = new FleetWorker({ records: shared, engine, slots: 1, name: 'worker' });
  const more = { engine: 's5cmd', enable_batch_mode: true, batch_size: 4 };
  const { result } = await collect(more);
  await worker.stop(0);
  expect(result).toMatchObject({ status: 'completed', downloader_stats: { batches_processed: 2 } });
  await rm(output, { recursive: true });
  const alone = await collectReported({ ...WEEK, ...more });
  expect(timeless(result).downloads).toEqual(timeless(alone.result).downloads);
});

test('the record says that a run is on a fleet; its progress names workers and counts files', async () => {
  work({ name: 'worker-1' });
  const fleet = await collect({});
  const run = await inRecord((record) => record.run(fleet.result.run_id));
  expect(run && runPlace(run)).toBe('fleet');
  expect(eventsOf(fleet, 'file')).toEqual([]);
  const progress = eventsOf(fleet, 'fleet');
  expect(progress.at(-1)).toMatchObject({ files: { Completed: { tasks: 8 } }, open_batches: 0, workers: [] });
  expect(progress.at(-1)?.bytes).toBe(fleet.result.collection_stats.total_size_bytes);
});

test('days of months that are absent are planned in the same run, and done by workers', {
  tags: 'heavy',
}, async () => {
  simulator.faults.add({ key: /BTCUSDT-1h-2025-02\.zip$/, fault: { kind: 'missing' } });
  work();
  const range = { date_range: { start: '2025-01-01', end: '2025-03-31' }, partition: 'auto' };
  const { result, events } = await collect(range);
  expect(eventsOf({ events }, 'follow_up')).toMatchObject([{ files: 28 }]);
  expect(result).toMatchObject({
    status: 'completed',
    absent: [expect.stringContaining('1h-2025-02.zip')],
    collection_stats: { total_tasks: 31, successful_tasks: 30, skipped_tasks: 1 },
  });
  expect(
    await inRecord(async (record) => (await record.batches(result.run_id)).rows.map((it) => it.left)),
  ).toEqual([0, 0]);
});

test('a failure that every worker would meet ends the run; once it is fixed, a worker gets the batch again', async () => {
  const refused = new TapehaulError('access_denied', 'the source refuses', { hint: 'Correct it.' });
  const failing = work({ onBatch: () => refused.toJSON() });
  const { result } = await collect({});
  expect(result).toMatchObject({ status: 'failed', error: { code: 'access_denied', hint: 'Correct it.' } });
  await failing.stop();
  work();
  const { result: resumed } = await resumeReported(onFleet());
  expect(resumed).toMatchObject({ status: 'completed', run_id: result.run_id, proved_files: 8 });
});

test('trouble of one worker ends no run: another worker does its batch', async () => {
  const full = new TapehaulError('disk_full', 'no space').toJSON();
  let given = 0;
  work({ onBatch: () => (++given === 1 ? full : undefined) });
  const { result } = await collect({});
  expect(given).toBe(2);
  expect(result).toMatchObject({ status: 'completed', proved_files: 8 });
});

test('without a worker the run waits, and says once what to start', async () => {
  const reports: string[] = [];
  const { result } = await collect(
    {},
    {
      onEvent: (event) => {
        if (event.kind === 'fleet' && reports.length === 1) work();
        if (event.kind === 'no_worker') reports.push(`${event.message}. ${event.hint}`);
      },
    },
  );
  expect(result.status).toBe('completed');
  expect(reports).toEqual([expect.stringMatching(/^waiting for workers: .*tapehaul worker/)]);
});

/** Holds the second file, so that a batch is in progress until it is released. */
function holdSecond(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  simulator.faults.add({ key: /02\.zip$/, times: 1, fault: { kind: 'hold', until: promise } });
  return resolve;
}

test('a cancelled run is withdrawn from workers, keeps what is done, and is continued where it was', async () => {
  const release = holdSecond();
  work();
  const running = collect({});
  await simulator.requests.waitFor((request) => request.key.endsWith('02.zip'));
  const runId = await requestOfRun(output, 'latest', 'cancel');
  const { result } = await running;
  release();
  expect(result).toMatchObject({ status: 'cancelled', collection_stats: { successful_tasks: 1 } });
  expect(await engine.backlog(runId)).toEqual({ queued: 0, running: 0 });
  simulator.requests.clear();
  const { result: resumed } = await resumeReported(onFleet());
  expect(resumed).toMatchObject({ status: 'completed', run_id: runId, proved_files: 8 });
  expect(simulator.requests.count({ key: /01\.zip$/ })).toBe(0);
});

test('a stop at once waits for no worker', async () => {
  const release = holdSecond();
  const stop = new AbortController();
  const running = collect({}, { signal: stop.signal });
  work();
  await simulator.requests.waitFor((request) => request.key.endsWith('02.zip'));
  stop.abort();
  expect((await running).result).toMatchObject({ status: 'cancelled', exit_code: 130 });
  release();
});

test('a paused run is withdrawn from workers; once it is resumed, they do what is left', async () => {
  const release = holdSecond();
  work();
  const running = collect({});
  await simulator.requests.waitFor((request) => request.key.endsWith('02.zip'));
  const runId = await requestOfRun(output, 'latest', 'pause');
  const heldBatches = () =>
    inRecord(async (record) => (await record.batches(runId)).rows.filter(({ isHeld }) => isHeld).length);
  await expect.poll(heldBatches).toBe(0);
  await expect.poll(() => engine.backlog(runId)).toEqual({ queued: 0, running: 0 });
  release();
  await requestOfRun(output, runId, 'resume');
  expect((await running).result).toMatchObject({ status: 'completed', proved_files: 8 });
});

test('what has failed is tried again on the fleet, or here; the record says where since then', async () => {
  simulator.faults.add({ key: /05\.zip$/, fault: { kind: 'status', status: 500 } });
  work();
  const first = await collect({ task_retry_attempts: 0 });
  expect(first.result).toMatchObject({ status: 'completed_with_failures' });
  const again = await resumeReported({ failed: true, ...onFleet() });
  expect(again.result).toMatchObject({ status: 'completed_with_failures', failures: [{}] });
  simulator.faults.clear();
  const here = await resumeReported({ failed: true });
  expect(here.result).toMatchObject({ status: 'completed', proved_files: 8 });
  const run = await inRecord((record) => record.run(first.result.run_id));
  expect(run && runPlace(run)).toBe('here');
});
