import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordStore } from '@tapehaul/catalog';
import { MemoryRecordStore } from '@tapehaul/testkit/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  coveredSeries,
  explainDays,
  markCrashedRuns,
  needlessFiles,
  planCollection,
  removeNeedless,
  repairFolder,
  requestOfRun,
  resumeCollection,
  verifyOutput,
  type WorkflowEvent,
} from '../src/index.ts';
import { records } from '../src/record-store.ts';
import { collect, config, output, simulator, zipsBelow } from './archive.ts';
import { collectReported, eventsOf, inRecord, refusal } from './reported.ts';

// Everything of this file runs on the record in memory, which answers in a later turn, as one on another machine does.
const memory = new MemoryRecordStore();
const inMemory: RecordStore = {
  locate: (root) => memory.locate(root),
  open: (root) => memory.open(root),
  find: (root) => memory.find(root),
  below: (root) => memory.below(root),
  read: (root) => memory.read(root),
  inspect: (root) => memory.inspect(root),
  heldBy: () => memory.heldBy(),
  keptAside: (root) => memory.keptAside(root),
  setAside: (root) => memory.setAside(root),
  openDamaged: () => memory.openDamaged(),
  restoreRuns: (root, runs) => memory.restoreRuns(root, runs),
};
const ofEnvironment = { ...records };
beforeAll(() => void Object.assign(records, inMemory));
afterAll(() => void Object.assign(records, ofEnvironment));

const LONG = {
  date_range: { start: '2025-07-01', end: '2025-07-08' },
  max_parallel_downloads: 1,
  durability: 'none',
};

test('a collection, the next one, a plan, why, coverage and verify need no file of a record', async () => {
  expect(await collect()).toMatchObject({ status: 'completed', proved_files: 3 });
  expect(existsSync(join(output, '.tapehaul', 'catalog.db'))).toBe(false);
  simulator.requests.clear();
  expect((await collectReported()).result).toMatchObject({ status: 'completed', settled: { files: 3 } });
  const recheck = { listing_days: 0, disk: 'all' };
  const again = await collectReported({ recheck });
  expect(again.result).toMatchObject({ status: 'completed' });
  expect(eventsOf(again, 'file').map(({ status }) => status)).toEqual(Array(3).fill('cached'));
  expect(simulator.requests.count({ key: /\.zip$/ })).toBe(0);
  const plan = await Array.fromAsync(planCollection(config({ recheck })));
  expect(plan.filter(({ kind }) => kind === 'object')).toMatchObject(Array(3).fill({ change: 'present' }));

  const [removed = ''] = await zipsBelow(output);
  await rm(join(output, removed));
  const statuses = await Array.fromAsync(verifyOutput(output), ({ status }) => status);
  expect(statuses.toSorted()).toEqual(['intact', 'intact', 'missing']);
  await inRecord(async (record) => {
    const { spans } = await explainDays(record, ['spot/klines/BTCUSDT/1h', '2025-07-01'], '2025-07-10');
    expect(spans).toMatchObject([{ days: 1, state: 'gone' }]);
    const rows = await Array.fromAsync(coveredSeries(record, '', '2025-07-10'), ({ row }) => row);
    expect(rows).toMatchObject([{ by_state: { gone: 1, proved: 2 } }]);
  });
  expect(await collect()).toMatchObject({ status: 'completed' });
  expect(await zipsBelow(output)).toHaveLength(3);
  expect(await Array.fromAsync(needlessFiles(output))).toEqual([]);
  expect(await Array.fromAsync(removeNeedless(output))).toEqual([]);
  const flows = await inRecord(async (record) =>
    (await record.runs()).rows.map(({ flow, state }) => [flow, state]),
  );
  expect(flows[0]).toEqual(['prune', 'Completed']);
});

test('a run is cancelled by a request, refuses others meanwhile, and is continued where it stopped', async () => {
  simulator.faults.add({ key: /\.zip$/, after: 1, fault: { kind: 'stall', afterBytes: 0 } });
  const first = Promise.withResolvers<string>();
  const onEvent = (event: WorkflowEvent): void => {
    if (event.kind === 'file') first.resolve(event.key);
  };
  const running = new ArchiveCollectionWorkflow(config(LONG), { onEvent }).execute();
  const done = await first.promise;
  await refusal(collect(), 'output_in_use');
  const runId = await requestOfRun(output, undefined, 'cancel');
  expect(await running).toMatchObject({ status: 'cancelled', run_id: runId });
  await refusal(requestOfRun(output, runId, 'pause'), 'run_ended');
  expect(await markCrashedRuns(output)).toEqual([]);
  simulator.faults.clear();
  expect(await resumeCollection(output)).toMatchObject({
    status: 'completed',
    run_id: runId,
    proved_files: 8,
  });
  expect(simulator.requests.count({ key: done })).toBe(1);
  await refusal(resumeCollection(output), 'run_complete');
});

test('what failed is tried again by a retry, and by nothing else', async () => {
  simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
  const failed = await collect({ task_retries: 0 });
  expect(failed).toMatchObject({ status: 'completed_with_failures' });
  await refusal(resumeCollection(output), 'run_complete');
  simulator.faults.clear();
  const retried = await resumeCollection(output, { failed: true });
  expect(retried).toMatchObject({ status: 'completed', run_id: failed.run_id });
});

test('a damaged record is kept aside and rebuilt from the files', async () => {
  const { run_id: runId } = await collect();
  memory.damage(output);
  await refusal(collect(), 'catalog_malformed');
  const repaired = await Array.fromAsync(repairFolder(output));
  expect(repaired.at(-1)).toMatchObject({
    kind: 'summary',
    record: 'rebuilt',
    files: { recorded: 3 },
    kept_as: await memory.keptAside(output),
  });
  expect(await inRecord((record) => record.run(runId))).toMatchObject({ state: 'Completed' });
  simulator.requests.clear();
  expect(await collect()).toMatchObject({ status: 'completed', proved_files: 3 });
  expect(simulator.requests.count({ key: /\.zip$/ })).toBe(0);
});
