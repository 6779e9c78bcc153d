import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FLOW_NAME } from '@tapehaul/workflow';
import { describe, expect, test, vi } from 'vitest';
import {
  call,
  data,
  ended,
  events,
  follow,
  serve,
  serveArchive,
  simulator,
  startRun,
  stop,
} from './service.ts';

const progressOf = (run: string, after?: number) =>
  events(
    `/v1/runs/${run}/events?view=progress`,
    after === undefined ? {} : { 'last-event-id': String(after) },
  );
const shown = async (run: string) => (await call('GET', `/v1/runs/${run}`)).body;

/** Files by state that have ended. */
const endedFiles = (files: Record<string, { tasks: number }>): number =>
  Object.entries(files).reduce((sum, [state, { tasks }]) => sum + (state === 'Scheduled' ? 0 : tasks), 0);

/** Keeps the archive from answering for these keys, until the result is called. */
function hold(key: RegExp): () => void {
  const { promise: until, resolve } = Promise.withResolvers<void>();
  simulator.faults.add({ key, fault: { kind: 'hold', until } });
  return resolve;
}

describe('the progress of a run', () => {
  test('is a numbered snapshot, then where it stands, and its end; a file that fails is reported once', async () => {
    await serveArchive();
    await serve();
    const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
    simulator.faults.add({ key: /2025-07-03\.zip$/, fault: denied });
    const [begin, end] = [hold(/ETHUSDT/), hold(/BTCUSDT-1h-2025-07-02\.zip$/)];
    // It waits, so that nothing of it has happened when it is followed.
    await startRun({ symbols: ['ETHUSDT'], output_directory: 'first' });
    const run = await startRun({ max_parallel_downloads: 1 });
    const all: { id: number; event: string; data: ReturnType<typeof JSON.parse> }[] = [];
    for await (const one of progressOf(run)) {
      all.push(one);
      if (one.event === 'snapshot') begin();
      const isHeld = one.data.active?.some(
        ({ id, engine }: { id: string; engine: string }) => id.includes('2025-07-02') && engine === 's3',
      );
      if (isHeld) end();
    }
    const [snapshot] = all;
    expect(snapshot).toMatchObject({
      event: 'snapshot',
      id: expect.any(Number),
      data: { run: { run_id: run } },
    });
    expect(all.map(({ id }) => id)).toEqual(all.map((_, at) => (snapshot?.id ?? 0) + at));
    const last = all.at(-1);
    expect(last).toMatchObject({ event: 'ended', data: { state: 'CompletedWithGaps', exit_code: 3 } });
    const progress = all.filter(({ event }) => event === 'progress').map((event) => event.data);
    expect(progress.flatMap(({ new_failures }) => new_failures)).toMatchObject([
      { id: expect.stringContaining('2025-07-03'), error_code: 'access_denied' },
    ]);
    expect(progress.at(-1)).toMatchObject({
      files: { Completed: { tasks: 14 }, Failed: { tasks: 1 } },
      progress: null,
      active: [],
    });
    const working = progress.filter((it) => it.progress !== null);
    expect(working.some((it) => it.progress.transferring > 0)).toBe(true);
    for (const { progress: it } of working) expect(it.files_left).toBeGreaterThanOrEqual(it.transferring);
  });

  test('continues behind a number; one of another time begins with a snapshot, also of a run that has ended', async () => {
    await serveArchive({ latencyMs: 60 });
    await serve();
    const run = await startRun({ max_parallel_downloads: 1 });
    const seen: number[] = [];
    for await (const { id, event } of progressOf(run)) {
      seen.push(id);
      if (event === 'progress') break;
    }
    const rest = await Array.fromAsync(progressOf(run, seen.at(-1)));
    expect(rest.map(({ id }) => id)).toEqual(rest.map((_, at) => (seen.at(-1) ?? 0) + 1 + at));
    expect(rest.at(-1)?.event).toBe('ended');
    const again = await Array.fromAsync(progressOf(run, 5));
    expect(again.map(({ event }) => event)).toEqual(['snapshot', 'ended']);
    expect(again[0]?.data.run).toMatchObject({
      state: 'Completed',
      can: [],
      end: { exit_code: 0, error: null },
    });
  });

  test('is read once for all that follow it: each is sent the same', async () => {
    await serveArchive();
    await serve();
    const end = hold(/2025-07-02\.zip$/);
    const run = await startRun({ max_parallel_downloads: 1 });
    let snapshots = 0;
    const view = () =>
      Array.fromAsync(progressOf(run), (one) => {
        if (one.event === 'snapshot') snapshots += 1;
        if (snapshots === 20) end();
        return one;
      });
    const views = await Promise.all(Array.from({ length: 20 }, view));
    const later = (view: (typeof views)[number]) => view.filter(({ event }) => event !== 'snapshot');
    const longest = views.map(later).reduce((one, other) => (one.length >= other.length ? one : other));
    for (const view of views) expect(longest.slice(-later(view).length)).toEqual(later(view));
  });

  test('of a run that waits has its place; one that is cancelled there ends', async () => {
    await serveArchive();
    await serve();
    const end = hold(/2025-07-02\.zip$/);
    const first = await startRun({ max_parallel_downloads: 1 });
    const second = await startRun({ output_directory: 'second' });
    const third = await startRun({ output_directory: 'third' });
    const waiting: string[] = [];
    for await (const { event, data: it } of progressOf(third)) {
      waiting.push(event);
      if (event === 'snapshot') {
        expect(it.run).toMatchObject({ state: 'Scheduled', queue_place: 2, can: ['cancel'], progress: null });
        expect(it.run.waits_for).toContain('--limit');
        await call('POST', `/v1/runs/${third}/cancel`);
      }
      if (event === 'ended') expect(it).toMatchObject({ state: 'Cancelled', exit_code: expect.any(Number) });
    }
    expect(waiting.at(-1)).toBe('ended');
    end();
    await ended(first);
    await ended(second);
  });

  test('of no run is refused', async () => {
    await serve();
    expect(await call('GET', '/v1/runs/nobody/events?view=progress')).toMatchObject({
      status: 404,
      body: { code: 'run_not_found' },
    });
    expect((await call('GET', '/v1/runs/nobody/events?view=some')).status).toBe(400);
  });

  test('of another process comes from its record, with the files it works on', async () => {
    const runId = '20250701T000000Z-abcdef';
    const catalog = openCatalog(recordPath(join(data, 'other')));
    await catalog.startRun({ runId, flow: FLOW_NAME, parameters: {} });
    const task = (n: number) => ({ taskId: `key ${n}`, name: 'download-archive-file', input: null });
    await catalog.planTasks(runId, [task(1), task(2), task(3)]);
    catalog.endPlan(runId);
    const change = (n: number, state: string, phase: 'running' | 'final', more: object = {}) =>
      catalog.recordTask({ runId, ...task(n), state, phase, attempt: 1, at: Date.now(), ...more });
    change(1, 'Running', 'running');
    await catalog.settled();
    await serve();
    const seen: string[] = [];
    const failures: object[] = [];
    for await (const { event, data: it } of progressOf(runId)) {
      seen.push(event);
      failures.push(...(it.new_failures ?? []));
      if (event === 'snapshot') {
        expect(it.run).toMatchObject({ can: ['cancel', 'pause'], owner: { pid: process.pid } });
        expect(it.run.progress).toMatchObject({ files_total: 3, files_left: 3, transferring: null });
        expect(it.active).toMatchObject([{ id: 'key 1', engine: null }]);
        change(1, 'Completed', 'final', { bytes: 70 });
        change(2, 'Running', 'running');
        change(2, 'Failed', 'final', { errorCode: 'access_denied', errorMessage: 'denied' });
        await catalog.settled();
      } else if (it.progress?.files_left === 1) {
        expect(it.progress).toMatchObject({ bytes_moved: 70, bytes_left: 70, bytes_left_is_estimate: true });
        catalog.endRun(runId, 'Cancelled', null);
        await catalog.close();
      }
    }
    expect(failures).toMatchObject([{ id: 'key 2', error_code: 'access_denied', error_message: 'denied' }]);
    expect(seen.slice(-2)).toEqual(['state', 'ended']);
    expect((await shown(runId)).can).toEqual(['resume', 'retry']);
  });

  test('breaks off without an end where the next process continues the run', { tags: 'heavy' }, async () => {
    await serveArchive({ latencyMs: 60 });
    await serve();
    const range = { start: '2025-06-01', end: '2025-08-15' };
    const run = await startRun({ max_parallel_downloads: 1, date_range: range });
    const seen: string[] = [];
    for await (const { event } of progressOf(run)) {
      seen.push(event);
      if (event === 'progress' && !seen.slice(0, -1).includes('progress')) void stop();
    }
    expect(seen).not.toContain('ended');
    await vi.waitFor(() => serve());
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
  });
});

test('the snapshot of each event is numbered, and with the events behind it adds up to what the run has, also when it is retried', async () => {
  await serveArchive({ latencyMs: 20 });
  await serve();
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /2025-07-0[345]\.zip$/, fault: denied });
  simulator.faults.add({ key: /2025-07-07\.zip/, fault: { kind: 'missing' } });
  const run = await startRun({ max_parallel_downloads: 1 });
  const added = async (): Promise<number> => {
    const all = await Array.fromAsync(follow(run));
    const [snapshot] = all;
    expect(snapshot).toMatchObject({ event: 'snapshot', id: (all[1]?.id ?? 0) - 1 });
    return endedFiles(snapshot?.data.files) + all.filter(({ event }) => event === 'file').length;
  };
  for await (const { event } of follow(run)) if (event === 'file') break;
  expect(await added()).toBe(15);
  simulator.faults.clear();
  await call('POST', `/v1/runs/${run}/retry`);
  expect(await added()).toBe(15);
  expect((await shown(run)).files).toMatchObject({ Completed: { tasks: 14 }, Absent: { tasks: 1 } });
});
