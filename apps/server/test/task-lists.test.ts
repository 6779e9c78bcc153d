import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FILE_TASK, FLOW_NAME } from '@tapehaul/workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import { call, data, ended, serve, serveArchive, simulator, startRun } from './service.ts';

const DAY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-';
const key = (day: string): string => `${DAY}${day}.zip`;
let run = '';

describe('a run of which two files failed', () => {
  beforeEach(async () => {
    await serveArchive();
    simulator.faults.add({
      key: /07-0[37]/,
      operation: 'object',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    await serve();
    run = await startRun();
    await ended(run);
  });

  const ids = async (query: string) => {
    const { status, body } = await call('GET', `/v1/runs/${run}/tasks?${query}`);
    expect(status).toBe(200);
    return body.rows.map(({ id }: { id: string }) => id);
  };

  test('its files are listed by parts of their keys, each with these parts', async () => {
    expect(await ids('limit=1000')).toHaveLength(15);
    expect((await ids('name=any')).length).toBeGreaterThan(15);
    expect(await ids('symbol=BTCUSDT&from=2025-07-14')).toEqual([key('14'), key('15')]);
    expect(await ids('state=Failed&data_type=klines')).toEqual([key('03'), key('07')]);
    expect(await ids(`prefix=${DAY}1&limit=1000`)).toHaveLength(6);
    expect(await ids('interval=1m')).toEqual([]);
    const { body } = await call('GET', `/v1/runs/${run}/tasks?from=2025-07-03&to=2025-07-03`);
    expect(body).toMatchObject({ next: null, scanned: null, of: null });
    const parts = { market: 'spot', data_type: 'klines', symbol: 'BTCUSDT', interval: '1h' };
    expect(body.rows).toMatchObject([{ ...parts, partition: 'daily', period: '2025-07-03' }]);
    expect((await call('GET', `/v1/runs/${run}/tasks?contains=07-1`)).body).toMatchObject({
      scanned: 15,
      of: 15,
    });
    const wrong = await call('GET', `/v1/runs/${run}/tasks?from=2025-07-03&to=2025-07-01`);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'query_invalid' } });
    expect((await call('GET', `/v1/runs/${run}/tasks?market=spott`)).body.detail).toContain(
      'did you mean spot',
    );
  });

  test('one file is shown whole', async () => {
    const failed = await call('GET', `/v1/runs/${run}/tasks/${encodeURIComponent(key('03'))}`);
    expect(failed.body).toMatchObject({
      task: { id: key('03'), state: 'Failed', error_code: 'access_denied' },
      running: null,
      held: null,
      versions: [],
      last_change: null,
      verdict: { state: 'failed', fault: 'ours', evidence: 'access_denied' },
    });
    expect(failed.body.attempts.at(-1)).toMatchObject({ state: 'Failed', error_code: 'access_denied' });
    expect(failed.body.history.map(({ state }: { state: string }) => state).at(-1)).toBe('Failed');
    const held = await call('GET', `/v1/runs/${run}/tasks/${encodeURIComponent(key('04'))}`);
    expect(held.body).toMatchObject({
      held: { proof: 'sidecar', size: held.body.task.bytes, path: expect.stringContaining('2025-07-04') },
      verdict: { state: 'proved', fault: 'none' },
      attempts: [{ attempt: 1, bytes: held.body.task.bytes, engine: 's3' }],
    });
    const none = await call('GET', `/v1/runs/${run}/tasks/none`);
    expect(none).toMatchObject({ status: 404, body: { code: 'task_not_found' } });
  });

  test('what failed is grouped, with who has to act and what to do, as of each file', async () => {
    const byCode = (await call('GET', `/v1/runs/${run}/failures`)).body;
    expect(byCode).toMatchObject({
      by: 'code',
      total: 2,
      rows: [{ value: 'access_denied', tasks: 2, fault: 'ours', retry_helps: true, example_key: key('03') }],
    });
    expect(byCode.rows[0].hint).toMatch(/\.$/);
    const file = (await call('GET', `/v1/runs/${run}/tasks/${encodeURIComponent(key('03'))}`)).body;
    expect(file.verdict).toMatchObject({ fault: 'ours', remedy: byCode.rows[0].hint });
    const byDay = (await call('GET', `/v1/runs/${run}/failures?by=day`)).body;
    expect(byDay.rows.map(({ value }: { value: string }) => value)).toEqual(['2025-07-03', '2025-07-07']);
    expect((await call('GET', `/v1/runs/${run}/failures?by=symbol`)).body.rows).toMatchObject([
      { value: 'BTCUSDT', tasks: 2, code: 'access_denied' },
    ]);
  });

  test('its log has an error for each file that failed, and is read from either end, around a line and as text', async () => {
    const errors = (await call('GET', `/v1/runs/${run}/logs?level=error`)).body.rows;
    const tasks = errors.map(({ task }: { task: string | null }) => task);
    const ofFiles = tasks.filter((it: string | null) => it?.startsWith('data/') === true);
    expect(ofFiles.toSorted()).toEqual([key('03'), key('07')]);
    const all = (await call('GET', `/v1/runs/${run}/logs?limit=1000`)).body.rows;
    const newest = (await call('GET', `/v1/runs/${run}/logs?order=newest&limit=1000`)).body.rows;
    expect(newest).toEqual(all.toReversed());
    const middle = all[2].sequence;
    const around = (await call('GET', `/v1/runs/${run}/logs?around=${middle}&context=1`)).body;
    expect(around).toEqual({ rows: all.slice(1, 4), next: null });
    const alone = await call('GET', `/v1/runs/${run}/logs?around=${middle}&context=0`);
    expect(alone.body.rows).toEqual([all[2]]);
    const text = await call('GET', `/v1/runs/${run}/logs/text`);
    expect(text.type).toContain('text/plain');
    const lines = text.body.trimEnd().split('\n');
    expect(lines).toHaveLength(all.length);
    const { at, level, task, message } = all[0];
    expect(lines[0]).toBe(`${at} ${level.toUpperCase().padEnd(5)} ${task}: ${message}`);
    const attempt = await call('GET', `/v1/runs/${run}/logs?attempt=1`);
    expect(attempt).toMatchObject({ status: 422, body: { hint: 'Give task, too.' } });
    const ofTask = await call('GET', `/v1/runs/${run}/logs?task=${encodeURIComponent(key('03'))}&attempt=1`);
    expect(ofTask.body.rows.length).toBeGreaterThan(0);
  });

  test('its timeline counts its files, in the span that is requested', async () => {
    const { body } = await call('GET', `/v1/runs/${run}/timeline?slices=500`);
    const sum = (of: (slice: { ended: Record<string, { tasks: number }> }) => number) =>
      body.slices.reduce(
        (total: number, slice: { ended: Record<string, { tasks: number }> }) => total + of(slice),
        0,
      );
    expect(sum(({ ended }) => ended.Completed?.tasks ?? 0)).toBe(13);
    expect(sum(({ ended }) => ended.Failed?.tasks ?? 0)).toBe(2);
    expect(body.slices.at(-1).active).toBe(0);
    // The run has steps beside its files; what is shown with the run counts files, too.
    const shown = (await call('GET', `/v1/runs/${run}`)).body.timeline;
    const inAll = shown.flatMap(({ ended }: { ended: object }) => Object.entries(ended));
    const tasks = inAll.reduce(
      (total: number, [, count]: [string, { tasks: number }]) => total + count.tasks,
      0,
    );
    expect(tasks).toBe(15);
    const to = new Date(Date.parse(body.to) + 10_000).toISOString();
    const later = await call('GET', `/v1/runs/${run}/timeline?from=${body.to}&to=${to}&slices=2`);
    expect(later.body.slices).toMatchObject([{ ended: {}, bytes: 0, active: 0 }, {}]);
  });

  test('one of its failed files is retried, and a selection of nothing is refused', async () => {
    const nothing = await call('POST', `/v1/runs/${run}/retry`, { error_code: 'throttled' });
    expect(nothing).toMatchObject({ status: 409, body: { code: 'run_complete' } });
    expect((await call('POST', `/v1/runs/${run}/retry`, { task_ids: [key('04')] })).status).toBe(409);
    simulator.faults.clear();
    expect((await call('POST', `/v1/runs/${run}/retry`, { task_ids: [key('07')] })).status).toBe(202);
    await ended(run);
    expect(await ids('state=Failed')).toEqual([key('03')]);
    expect((await call('POST', `/v1/runs/${run}/retry`, { prefix: DAY })).status).toBe(202);
    await ended(run);
    expect(await ids('state=Failed')).toEqual([]);
  });
});

test('the attempt that is being made is shown with the time since when', async () => {
  const catalog = openCatalog(recordPath(join(data, 'btc')));
  await catalog.startRun({ runId: 'r1', flow: FLOW_NAME, parameters: {} });
  await catalog.planTasks('r1', [{ taskId: key('01'), name: FILE_TASK, input: null }]);
  const at = Date.parse('2025-08-01T00:00:00Z');
  const change = { runId: 'r1', taskId: key('01'), name: FILE_TASK, attempt: 1 };
  catalog.recordTask({ ...change, state: 'Running', phase: 'running', at });
  await catalog.settled();
  await serve();
  const { body } = await call('GET', `/v1/runs/r1/tasks/${encodeURIComponent(key('01'))}`);
  expect(body).toMatchObject({
    running: { attempt: 1, since: '2025-08-01T00:00:00.000Z' },
    attempts: [],
    verdict: { state: 'unknown' },
  });
  await catalog.close();
});
