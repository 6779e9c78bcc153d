import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClaimedBatch } from '@tapehaul/catalog';
import { LocalEngine } from '@tapehaul/fleet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FleetWorker, type WorkerEvent } from '../src/fleet/index.ts';
import { FILE_TASK, PART_TASK } from '../src/flow-names.ts';
import {
  type CollectionResult,
  type ExecuteOptions,
  newRunId,
  requestOfRun,
  type WorkflowEvent,
  type WorkflowOptions,
} from '../src/index.ts';
import { records } from '../src/record-store.ts';
import { output, simulator } from './archive.ts';
import { lasting } from './lasting-result.ts';
import { collectReported, eventsOf, inRecord, type Reported, resumeReported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 20, giveBackMs: 5_000, engineLostMs: 1_000 };
/** Six symbols of two types, one of which does not exist: a part each, where a part has ten objects. */
const REQUEST = {
  symbols: ['BNBUSDT', 'BTCUSDT', 'ETHUSDT', 'LTCUSDT', 'NOSUCHUSDT', 'XRPUSDT'],
  data_types: ['klines', 'trades'],
  intervals: ['1h', '1d'],
  date_range: { start: '2025-07-01', end: '2025-07-04' },
  partition: 'daily',
  planning: 'auto',
};

let engine: LocalEngine;
let workers: FleetWorker[];
let events: WorkerEvent[];
beforeEach(() => {
  engine = new LocalEngine();
  workers = [];
  events = [];
});
afterEach(async () => {
  for (const worker of workers) {
    worker.abandon();
    await worker.stop(0);
  }
  await engine.close();
});

const onFleet = () => ({ fleet: engine, fleetPace: PACE, fleetPartObjects: 10 });
const collect = (options: WorkflowOptions & ExecuteOptions = {}, more: object = {}): Promise<Reported> =>
  collectReported({ ...REQUEST, ...more }, { ...onFleet(), ...options });

function work(name = 'worker'): FleetWorker {
  const shared = { ...records, rootOf: async () => output, abandoned: async () => [] };
  const worker = new FleetWorker({
    ...{ records: shared, engine, slots: 2, name, failedAgainMs: 1 },
    onEvent: (event) => void events.push(event),
  });
  workers.push(worker);
  return worker;
}

const manifest = ({ run_id }: CollectionResult): Promise<string> =>
  readFile(join(output, '_runs', run_id, 'manifest.ndjson'), 'utf8');
const partsOf = (runId: string) =>
  inRecord(async (record) => (await record.batches(runId, { name: PART_TASK })).rows.map(({ left }) => left));
const planned = (): number =>
  events.reduce((sum, it) => sum + (it.kind === 'worker_batch' ? (it.planned ?? 0) : 0), 0);

test('a plan that workers make in parts gives the manifest and the result of one machine, also of what is held', async () => {
  const runId = newRunId();
  const later = newRunId();
  const longer = { date_range: { start: '2025-07-01', end: '2025-07-06' } };
  simulator.faults.add({ key: /ETHUSDT.*03\.zip/, fault: { kind: 'missing' } });
  const alone = await collectReported(REQUEST, { runId });
  const again = await collectReported({ ...REQUEST, ...longer }, { runId: later });
  const wanted = [await manifest(alone.result), await manifest(again.result)];
  await rm(output, { recursive: true });
  work('one');
  work('two');
  const first = await collect({ runId });
  expect(await partsOf(runId)).toEqual(Array.from({ length: 9 }, () => 0));
  expect(planned()).toBe(first.result.collection_stats.total_tasks);
  const second = await collect({ runId: later }, longer);
  expect([await manifest(first.result), await manifest(second.result)]).toEqual(wanted);
  expect(lasting(first.result)).toEqual(lasting(alone.result));
  expect(lasting(second.result)).toEqual(lasting(again.result));
  expect(eventsOf(first, 'planned')).toEqual(eventsOf(alone, 'planned'));
  expect(eventsOf(second, 'planned')).toEqual(eventsOf(again, 'planned'));
  expect(eventsOf(first, 'unknown')).toEqual(eventsOf(alone, 'unknown'));
});

test('names that a pattern stands for are listed once, by the owner; what is settled is taken from the record', {
  tags: 'heavy',
}, async () => {
  work();
  const wide = { symbols: ['B*USDT', 'ETHUSDT'], recheck: { listing_days: 100 } };
  const first = await collect({}, wide);
  const second = await collect({}, wide);
  const alone = await collectReported({ ...REQUEST, ...wide });
  expect(first.result.status).toBe('completed');
  expect(second.result.settled?.days).toBeGreaterThan(0);
  expect(second.result.settled).toEqual(alone.result.settled);
});

test.each(['here', 'fleet'])(
  'planning keeps to the requests a second of the configuration with its listings and checks, also of parts that a worker plans at once (%s)',
  { tags: 'heavy' },
  async (place) => {
    const rate = 12;
    const times: number[] = [];
    void simulator.requests.waitFor(() => {
      times.push(performance.now());
      return false;
    });
    if (place === 'fleet') work();
    const stop = new AbortController();
    const onEvent = ({ kind }: WorkflowEvent): void => {
      if (kind === 'planned') stop.abort();
    };
    const options = { onEvent, signal: stop.signal, ...(place === 'fleet' ? onFleet() : {}) };
    const begun = performance.now();
    await collectReported({ ...REQUEST, max_requests_per_second: rate }, options);
    expect(times.length).toBeGreaterThan(13);
    // A busy machine makes requests late, and none early.
    const took = (times.at(-1) ?? 0) - begun;
    expect(took).toBeGreaterThan(((times.length - 4) * 1_000) / rate);
  },
);

test('a plan of a single part is made by the owner', async () => {
  work();
  const { result } = await collect({ fleetPartObjects: 1_000 });
  expect(result.status).toBe('completed');
  expect(await partsOf(result.run_id)).toEqual([]);
});

/** Holds the listing of a symbol until it is released. */
function holdListing(symbol: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const key = new RegExp(`klines/${symbol}/1h/`);
  simulator.faults.add({ key, method: 'GET', times: 1, fault: { kind: 'hold', until: promise } });
  return resolve;
}

test('a run that is cancelled while it is planned is continued where it was, on the fleet or here', {
  tags: 'heavy',
}, async () => {
  const release = holdListing('LTCUSDT');
  work();
  const running = collect();
  await expect.poll(() => planned(), { timeout: 10_000 }).toBeGreaterThan(0);
  const runId = await requestOfRun(output, 'latest', 'cancel');
  const { result } = await running;
  release();
  expect(result).toMatchObject({ status: 'cancelled' });
  expect(await engine.backlog(runId)).toEqual({ queued: 0, running: 0 });
  const left = (await partsOf(runId)).filter((it) => it > 0);
  expect(left.length).toBeGreaterThan(0);
  const { result: resumed } = await resumeReported();
  expect(resumed).toMatchObject({ status: 'completed', run_id: runId });
  const order = await inRecord(async (record) => {
    const keys: string[] = [];
    for await (const page of record.outcomes(runId, FILE_TASK))
      keys.push(...page.map(({ taskId }) => taskId));
    return keys;
  });
  await rm(output, { recursive: true });
  const alone = await collectReported(REQUEST);
  expect(order).toEqual(
    (await manifest(alone.result))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).key),
  );
});

test('a run that is continued here waits for a part that a worker has in progress', async () => {
  const listed = holdListing('LTCUSDT');
  work();
  const running = collect();
  await expect.poll(() => planned(), { timeout: 10_000 }).toBeGreaterThan(0);
  const runId = await requestOfRun(output, 'latest', 'cancel');
  await running;
  listed();
  const late = await records.open(output);
  const claiming = Promise.withResolvers<ClaimedBatch | undefined>();
  const resuming = resumeReported({
    onEvent({ kind }) {
      if (kind === 'started') claiming.resolve(late.claim(runId, { name: PART_TASK, holder: 'late' }));
    },
  });
  const claimed = await claiming.promise;
  if (claimed === undefined) expect.unreachable('no part is left to plan');
  const left = async () => (await partsOf(runId)).reduce((sum, it) => sum + it, 0);
  await expect.poll(left, { timeout: 10_000 }).toBe(1);
  await late.release(claimed).catch(() => {});
  await late.close();
  const { result } = await resuming;
  expect(result).toMatchObject({ status: 'completed', run_id: runId });
  expect(await left()).toBe(0);
  await rm(output, { recursive: true });
  const alone = await collectReported(REQUEST);
  expect(result.collection_stats.total_tasks).toBe(alone.result.collection_stats.total_tasks);
});

test('what the archive has nothing of is reported as by one machine, in the order of the request', async () => {
  const wide = {
    markets: ['spot', 'futures_um'],
    symbols: ['NOSUCHUSDT', 'BTCUSDT', 'BADUSDT'],
    data_types: ['trades', 'klines'],
    partition: 'auto',
  };
  const alone = await collectReported({ ...REQUEST, ...wide });
  await rm(output, { recursive: true });
  work();
  const { result } = await collect({}, wide);
  expect(result.unknown).toHaveLength(4);
  expect(result.unknown).toEqual(alone.result.unknown);
});
