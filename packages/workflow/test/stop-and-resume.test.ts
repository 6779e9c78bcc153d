import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { TapehaulError } from '@tapehaul/errors';
import { expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  adoptFolder,
  newRunId,
  openRecord,
  requestOfRun,
  resumeCollection,
} from '../src/index.ts';
import { collect, config, directory, output, simulator, zipsBelow } from './archive.ts';
import { collectReported, eventsOf, haveCollection, inRecord, refusal, resumeReported } from './reported.ts';

const LONG = {
  date_range: { start: '2025-07-01', end: '2025-07-08' },
  max_parallel_downloads: 1,
  durability: 'none',
};
/** One file ends, whichever is requested first, and no other. */
const stall = () =>
  simulator.faults.add({ key: /\.zip$/, after: 1, fault: { kind: 'stall', afterBytes: 0 } });
/** Stops at the first file that has ended. */
function stopAtFile(reason?: unknown) {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    onEvent: ({ kind }: { kind: string }) => kind === 'file' && stop.abort(reason),
  };
}
const CANCELLED = {
  status: 'cancelled',
  exit_code: 130,
  error: { code: 'cancelled', retry: 'never', hint: expect.stringContaining('continue') },
};

test('a stop ends a run with what is in place, no half files, and a record that says so', async () => {
  stall();
  const { result } = await collectReported(LONG, stopAtFile());
  expect(result).toMatchObject({ ...CANCELLED, failures: [] });
  expect(await zipsBelow(join(output, 'bronze'))).toHaveLength(1);
  const run = await inRecord((record) => record.run(result.run_id));
  expect(run).toMatchObject({ state: 'Cancelled', result: { status: 'cancelled', exit_code: 130 } });
  expect(run?.endedAt).toEqual(expect.any(Number));
  const metadata = JSON.parse(await readFile(join(output, '_runs', result.run_id, 'metadata.json'), 'utf8'));
  expect(metadata).toMatchObject({ status: 'cancelled', manifest: null, files: { Completed: { tasks: 1 } } });
});

test('the reason of a stop is the error of the run, with the exit status that it calls for', async () => {
  stall();
  const facts = { exit_status: 143 };
  const reason = new TapehaulError('cancelled', 'stopped by SIGTERM', { facts });
  const { result } = await collectReported(LONG, stopAtFile(reason));
  expect(result).toMatchObject({ exit_code: 143, error: { message: 'stopped by SIGTERM', facts } });
});

test('a gentle stop lets files in progress finish, and begins no other', async () => {
  const release = Promise.withResolvers<void>();
  simulator.faults.add({ key: /\.zip$/, fault: { kind: 'hold', until: release.promise } });
  const gently = new AbortController();
  const running = collectReported(LONG, { gently: gently.signal });
  await simulator.requests.waitFor((request) => request.key.endsWith('.zip'));
  gently.abort();
  release.resolve();
  const { result, events } = await running;
  expect(result).toMatchObject(CANCELLED);
  const done = eventsOf({ events }, 'file');
  expect(done.length).toBeGreaterThan(0);
  expect(done.length).toBeLessThan(8);
  expect(done.map(({ status }) => status)).toEqual(done.map(() => 'downloaded'));
  expect(await zipsBelow(join(output, 'bronze'))).toHaveLength(done.length);
});

test('a run that is stopped before it begins sends no request, and can be resumed', async () => {
  const stopped = await new ArchiveCollectionWorkflow(config()).execute({ signal: AbortSignal.abort() });
  expect(stopped).toMatchObject(CANCELLED);
  expect(simulator.requests.count()).toBe(0);
  expect(await resumeCollection(output)).toMatchObject({ status: 'completed', run_id: stopped.run_id });
  expect(await zipsBelow(output)).toHaveLength(3);
});

test('a request to cancel reaches a run of this process, too', async () => {
  stall();
  const running = collectReported(LONG, {
    onEvent: ({ kind }) => kind === 'file' && requestOfRun(output, 'latest', 'cancel').catch(() => {}),
  });
  const { result } = await running;
  expect(result).toMatchObject({ ...CANCELLED, error: { message: 'stopped on request' } });
  await refusal(requestOfRun(output, undefined, 'pause'), 'run_ended', result.run_id);
});

test('a resumed run keeps its id, its day and its request, and fetches only what is left', async () => {
  stall();
  const dates = { ...LONG, date_range: { start: '2025-07-01', end: 'latest' } };
  const first = await collectReported(dates, { ...stopAtFile(), today: '2025-07-05' });
  simulator.faults.clear();
  simulator.requests.clear();
  const { result } = await resumeReported();
  expect(result).toMatchObject({ status: 'completed', run_id: first.result.run_id, exit_code: 0 });
  expect(result.collection_stats).toMatchObject({ total_tasks: 4, successful_tasks: 3, skipped_tasks: 1 });
  expect(result.metadata.request).toMatchObject({ date_range: { end: 'latest' } });
  expect(simulator.requests.count({ key: /\.zip$/ })).toBe(3);
  expect(await inRecord(async (record) => (await record.runs()).rows)).toHaveLength(1);
  expect(await inRecord(async (record) => (await record.run(first.result.run_id))?.resumes)).toBe(1);
});

test('a run of which nothing is left is complete; one whose failures are left only without retrying them', async () => {
  simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
  const { run_id } = await collect({ task_retry_attempts: 0 });
  await refusal(resumeCollection(output), 'run_complete', run_id, 'tapehaul retry');
  simulator.faults.clear();
  expect(await resumeCollection(output, { failed: true })).toMatchObject({ status: 'completed', run_id });
  await refusal(resumeCollection(output, { failed: true }), 'run_complete', run_id);
});

test('a run that does not exist is not found, with the runs that do', async () => {
  await refusal(resumeCollection(output), 'run_not_found', `nothing was collected into ${output}`, '--dir');
  await haveCollection();
  const newest = await inRecord(async (record) => (await record.runs()).rows[0]?.runId ?? '');
  await refusal(resumeCollection(output, { runId: 'nobody' }), 'run_not_found', 'nobody', newest);
  const workflow = new ArchiveCollectionWorkflow(config());
  await refusal(workflow.resume(newRunId()), 'run_not_found');
  await refusal(workflow.resume(newest), 'run_complete');
});

test('what is no collection cannot be resumed as one', async () => {
  await collect();
  for await (const _ of adoptFolder(directory, config(), { offline: true }))
    expect.unreachable('nothing to adopt');
  const [adoption] = await inRecord(async (record) => (await record.runs({ flow: 'adopt' })).rows);
  await refusal(resumeCollection(output, { runId: adoption?.runId ?? '' }), 'run_complete', 'no collection');
});

test('settings of the source and of the way can be changed for a run; what files it is of cannot', async () => {
  simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
  const { run_id } = await collect({
    task_retry_attempts: 0,
    source: { endpoint: simulator.url, bucket: 'elsewhere' },
  });
  for (const wrong of ['symbols', 'layout', 'output_directory', 'on_replaced', 'planning']) {
    const settings = { [wrong]: 'x', 'source.bucket': simulator.bucket };
    const error = await refusal(
      resumeCollection(output, { failed: true, settings }),
      'config_invalid',
      wrong,
      'source.*',
    );
    expect(error.facts).toEqual({ key: wrong });
  }
  simulator.faults.clear();
  const settings = { 'source.bucket': simulator.bucket, max_parallel_downloads: '2' };
  const { result, events } = await resumeReported({ failed: true, settings, maxBytesPerSecond: 1_000_000 });
  expect(result).toMatchObject({ status: 'completed', run_id });
  expect(eventsOf({ events }, 'started')).toMatchObject([{ parallel_downloads: 2 }]);
  // Settings are recorded with the run; the rate is that of this command alone.
  const parameters = await inRecord(async (record) => (await record.run(run_id))?.parameters);
  expect(parameters).toMatchObject({
    config: { source: { bucket: simulator.bucket }, max_parallel_downloads: 2 },
  });
  expect(parameters).not.toHaveProperty('config.max_bytes_per_second');
});

test('an id that is handed in is the id of the run, in its result, its events and the record', async () => {
  const runId = newRunId();
  const { result, events } = await collectReported({}, { runId });
  expect(result.run_id).toBe(runId);
  expect(eventsOf({ events }, 'started')).toMatchObject([{ run_id: runId, catalog: recordPath(output) }]);
  const record = await openRecord(output);
  expect(await record.run(runId)).toMatchObject({ state: 'Completed', flow: 'archive-collection-flow' });
  await record.close();
});
