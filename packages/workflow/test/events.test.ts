import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILE_TASK, requestOfRun, type WorkflowEvent, workflowEventSchema } from '../src/index.ts';
import { collect, directory, key, output, simulator, zipsBelow } from './archive.ts';
import { collectReported, eventsOf, inRecord, type Reported, resumeReported } from './reported.ts';

const DAYS = ['01', '02', '03'];
const KEYS = DAYS.map(key);
/** A request to a run arrives within a second; a machine under load takes longer. */
const SOON = { timeout: 20_000 };
const LONG = { date_range: { start: '2025-07-01', end: '2025-07-08' }, max_parallel_downloads: 2 };

/** Ends of files as reported, by key: each exactly once. */
function endsOf(run: Reported): Record<string, string> {
  const files = eventsOf(run, 'file');
  expect(new Set(files.map((file) => file.key)).size).toBe(files.length);
  return Object.fromEntries(files.map((file) => [file.key, file.status]));
}

const all = (status: string): object => Object.fromEntries(KEYS.map((name) => [name, status]));

test('a run reports its start, its plan, then each file once; each event is what the schema says', async () => {
  const run = await collectReported();
  expect(run.events.map(({ kind }) => kind)).toEqual(['started', 'planned', 'file', 'file', 'file']);
  expect(endsOf(run)).toEqual(all('downloaded'));
  for (const event of run.events) expect(workflowEventSchema.parse(event)).toEqual(event);
  expect(JSON.parse(JSON.stringify(run.events))).toEqual(run.events);
  const [started] = eventsOf(run, 'started');
  expect(started).toMatchObject({
    run_id: run.result.run_id,
    output_directory: output,
    storage: output,
    engine: 's3',
    s5cmd: null,
    why_not_s5cmd: 'engine is s3',
    source: { endpoint: simulator.url, bucket: simulator.bucket },
    parallel_downloads: 4,
  });
});

test('a file event says where the file is and what proves it, and its planned bytes add up to the plan', async () => {
  const run = await collectReported();
  const files = eventsOf(run, 'file');
  const zips = await zipsBelow(output);
  expect(files.map(({ target }) => target).toSorted()).toEqual(zips.map((path) => join(output, path)));
  for (const file of files) {
    expect(file).toMatchObject({ proof: 'sidecar', engine: 's3', attempts: 1, fall_backs: [], error: null });
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
  }
  const [planned] = eventsOf(run, 'planned');
  expect(planned).toMatchObject({ files: 3, settled: 0, verdicts: 0 });
  expect(files.reduce((sum, file) => sum + file.planned_bytes, 0)).toBe(planned?.bytes_left);
});

test('files in place are reported once, before the plan is, without attempts', async () => {
  await collect();
  const run = await collectReported({ recheck: { listing_days: 0 } });
  expect(run.events.map(({ kind }) => kind)).toEqual(['started', 'file', 'file', 'file', 'planned']);
  expect(endsOf(run)).toEqual(all('cached'));
  expect(eventsOf(run, 'file').map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
  expect(eventsOf(run, 'planned')).toMatchObject([{ files: 3, bytes_left: 0, settled: 0 }]);
});

test.each([{ paranoid: true }, { force_redownload: true }])(
  'files that are held and checked anew are reported once: %o',
  async (more) => {
    await collect();
    const run = await collectReported(more);
    expect(endsOf(run)).toEqual(all('paranoid' in more ? 'cached' : 'downloaded'));
    expect(run.result.collection_stats).toMatchObject({ total_tasks: 3, success_rate: 100 });
  },
);

test('a file that is retried is reported once; each retry has its own event', { tags: 'heavy' }, async () => {
  // The downloader itself tries twice in each attempt.
  simulator.faults.add({ key: /02\.zip$/, times: 4, fault: { kind: 'status', status: 503 } });
  const run = await collectReported({ task_retry_attempts: 3 });
  expect(endsOf(run)).toEqual(all('downloaded'));
  const retries = eventsOf(run, 'retry');
  expect(retries.map((retry) => [retry.key, retry.attempts])).toEqual([
    [key('02'), 1],
    [key('02'), 2],
  ]);
  expect(retries[0]).toMatchObject({ error: { code: 'throttled', retry: 'later' } });
  expect(eventsOf(run, 'file').find((file) => file.key === key('02'))).toMatchObject({ attempts: 3 });
  expect(run.result.downloader_stats).toMatchObject({ files_downloaded: 3, files_failed: 0 });
});

test('a file that falls back is reported once; each change of engine has its own event', async () => {
  const dying = join(directory, 's5cmd');
  const script = '#!/bin/sh\n[ "$1" = version ] && echo v2.3.0 && exit 0\nkill -9 $$\n';
  await writeFile(dying, script, { mode: 0o755 });
  const run = await collectReported({ engine: 's5cmd' }, { env: { ...process.env, S5CMD_PATH: dying } });
  expect(endsOf(run)).toEqual(all('downloaded'));
  expect(
    eventsOf(run, 'fall_back')
      .map((change) => change.key)
      .toSorted(),
  ).toEqual(KEYS);
  expect(eventsOf(run, 'fall_back')).toMatchObject(
    KEYS.map(() => ({ from: 's5cmd', to: 's3', error: { code: 'engine_crashed' } })),
  );
  for (const file of eventsOf(run, 'file')) {
    expect(file).toMatchObject({ engine: 's3', fall_backs: [{ from: 's5cmd', to: 's3' }] });
  }
  expect(run.result.downloader_stats).toMatchObject({ fall_backs: 3, s5cmd_available: true });
});

test('a run that is stopped and continued reports each file once, over both', async () => {
  simulator.faults.add({ key: /\.zip$/, after: 4, fault: { kind: 'stall', afterBytes: 0 } });
  const stop = new AbortController();
  const first = await collectReported(LONG, {
    signal: stop.signal,
    onEvent: ({ kind }) => kind === 'file' && stop.abort(),
  });
  expect(first.result).toMatchObject({ status: 'cancelled', exit_code: 130 });
  const before = endsOf(first);
  simulator.faults.clear();
  const second = await resumeReported();
  const after = endsOf(second);
  expect(Object.keys(before).filter((name) => name in after)).toEqual([]);
  expect(Object.keys({ ...before, ...after })).toHaveLength(8);
  expect(eventsOf(second, 'planned')).toMatchObject([{ files: 8, settled: Object.keys(before).length }]);
  expect(second.result.collection_stats).toMatchObject({
    total_tasks: 8,
    failed_tasks: 0,
    success_rate: 100,
  });
});

test('what had failed is reported again where it is retried, and only that', async () => {
  simulator.faults.add({ key: /0[23]\.zip$/, fault: { kind: 'status', status: 403 } });
  const first = await collectReported({ task_retry_attempts: 0 });
  expect(endsOf(first)).toEqual({
    [KEYS[0] ?? '']: 'downloaded',
    [key('02')]: 'failed',
    [key('03')]: 'failed',
  });
  simulator.faults.clear();
  const retried = await resumeReported({ failed: true });
  expect(endsOf(retried)).toEqual({ [key('02')]: 'downloaded', [key('03')]: 'downloaded' });
  expect(eventsOf(retried, 'planned')).toMatchObject([{ files: 3, settled: 1 }]);
});

test('a run that was paused and continued reports each file once, and begins none while it is paused', {
  tags: 'heavy',
}, async () => {
  const release = Promise.withResolvers<void>();
  simulator.faults.add({ key: /\.zip$/, fault: { kind: 'hold', until: release.promise } });
  const running = collectReported({ ...LONG, max_parallel_downloads: 1, durability: 'none' });
  await simulator.requests.waitFor((request) => request.key.endsWith('.zip'));
  const runId = await requestOfRun(output, undefined, 'pause');
  await expect.poll(() => inRecord(async (record) => (await record.run(runId))?.state), SOON).toBe('Paused');
  release.resolve();
  const filesThat = (...states: readonly string[]): Promise<number> =>
    inRecord(async (record) => (await record.tasks(runId, { name: FILE_TASK, states })).rows.length);
  await expect.poll(() => filesThat('Running'), SOON).toBe(0);
  const finished = await filesThat('Completed');
  expect(finished).toBeLessThan(8);
  expect(simulator.requests.count({ key: /\.zip$/ })).toBe(finished);
  expect(await requestOfRun(output, runId, 'resume')).toBe(runId);
  const run = await running;
  expect(Object.values(endsOf(run))).toEqual(Array.from({ length: 8 }, () => 'downloaded'));
  const history = await inRecord(async (record) =>
    (await record.runHistory(runId)).map(({ state }) => state),
  );
  expect(history).toContain('Paused');
  expect(history.at(-1)).toBe('Completed');
});

test('a listener that throws stops nothing, and still receives everything', async () => {
  const warned = Promise.withResolvers<Error>();
  process.once('warning', warned.resolve);
  const seen: WorkflowEvent['kind'][] = [];
  const run = await collectReported(
    {},
    {
      onEvent: ({ kind }) => {
        seen.push(kind);
        throw new Error('the listener failed');
      },
    },
  );
  expect(run.result).toMatchObject({ status: 'completed', exit_code: 0 });
  expect(seen).toHaveLength(run.events.length);
  expect((await warned.promise).message).toBe('the listener failed');
});

test('log lines are handed out as they are recorded', async () => {
  const lines: string[] = [];
  const { result } = await collectReported({}, { onLog: ({ message }) => lines.push(message) });
  const recorded = await inRecord(async (record) =>
    (await record.logs(result.run_id)).rows.map(({ message }) => message),
  );
  expect(lines).toContain('planned 3 files; 0 date ranges not in the archive');
  expect(recorded).toEqual(lines);
});
