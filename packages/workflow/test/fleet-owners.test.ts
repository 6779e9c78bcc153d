import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LocalEngine } from '@tapehaul/fleet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { coordinateRun } from '../src/collect/coordinate-run.ts';
import type { ExecuteOptions, WorkflowOptions } from '../src/index.ts';
import { HandedOn } from '../src/owned-run.ts';
import { records } from '../src/record-store.ts';
import { output, simulator, zipsBelow } from './archive.ts';
import { startWorker } from './batch-worker.ts';
import { collectReported, inRecord, type Reported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 60_000, giveBackMs: 5_000, engineLostMs: 1_000 };
const WEEK = { date_range: { start: '2025-07-01', end: '2025-07-08' }, planning: 'matrix' };

let engine: LocalEngine;
beforeEach(() => {
  engine = new LocalEngine();
});
afterEach(() => engine.close());

const onFleet = () => ({ fleet: engine, fleetPace: PACE });
const collect = (more: object, options: WorkflowOptions & ExecuteOptions = {}): Promise<Reported> =>
  collectReported({ ...WEEK, ...more }, { ...onFleet(), ...options });
const work = () => startWorker(engine, { output, endpoint: simulator.url });

/** Holds the second file, so that a batch is in progress until it is released. */
function holdSecond(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  simulator.faults.add({ key: /02\.zip$/, times: 1, fault: { kind: 'hold', until: promise } });
  return resolve;
}

test('a run whose owner is gone is taken over, and ends as if it had not been', async () => {
  const stopped = await collect({}, { signal: AbortSignal.abort() });
  work();
  const taken = await coordinateRun(output, stopped.result.run_id, onFleet());
  expect(taken).toMatchObject({ status: 'completed', run_id: stopped.result.run_id, proved_files: 8 });
  expect(await zipsBelow(output)).toHaveLength(8);
});

test('a run that is handed on ends nothing: its batches stay queued, and the next owner leads it to its end', async () => {
  const release = holdSecond();
  const stop = new AbortController();
  const running = collect({}, { signal: stop.signal });
  const worker = work();
  await simulator.requests.waitFor((request) => request.key.endsWith('02.zip'));
  stop.abort(new HandedOn());
  const { run_id: runId } = (await running).result;
  expect(await inRecord((record) => record.run(runId))).toMatchObject({ state: 'Crashed', result: null });
  expect(await engine.backlog(runId)).toEqual({ queued: 0, running: 1 });
  release();
  const taken = await coordinateRun(output, runId, onFleet());
  expect(taken).toMatchObject({ status: 'completed', run_id: runId, proved_files: 8 });
  await worker.stop();
});

/** Takes a run over as another process does that takes its owner for dead. */
async function takeOver(runId: string) {
  const database = new DatabaseSync(join(output, '.tapehaul', 'catalog.db'));
  database.exec('UPDATE runs SET owner_process_start = NULL, heartbeat_at = heartbeat_at - 120000');
  database.close();
  const other = await records.open(output);
  await other.resumeRun(runId, { failed: false });
  return other;
}

test('a former owner names who has taken its run over, and what to do', async () => {
  const release = holdSecond();
  work();
  const running = collect({});
  await simulator.requests.waitFor((request) => request.key.endsWith('02.zip'));
  const [run] = await inRecord(async (record) => (await record.runs()).rows);
  const other = await takeOver(run?.runId ?? '');
  const { result } = await running;
  expect(result).toMatchObject({ status: 'failed', exit_code: 5, error: { code: 'output_in_use' } });
  expect(result.error?.message).toMatch(
    /^run \S+ was taken over by process \d+ on \S+: this process was silent/,
  );
  expect(result.error?.hint).toContain(`tapehaul show ${result.run_id}`);
  release();
  await other.close();
});
