import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, config, data, ended, serve, serveArchive, simulator, startRun, stop, url } from './service.ts';

beforeEach(async () => {
  await serveArchive();
});

const plan = async (more: object = {}) => (await call('POST', '/v1/plans', { config: config(more) })).body;
const start = (plan_id: string, headers = {}) => call('POST', '/v1/runs', { plan_id }, headers);

/** The files of a run by state. */
async function filesOf(run: string): Promise<Record<string, { tasks: number }>> {
  return (await call('GET', `/v1/runs/${run}`)).body.files;
}

describe('a plan', () => {
  test('is started by its id, once, and the run fetches its files', async () => {
    await serve();
    const { plan_id, expires_at, forecast } = await plan();
    expect(Date.parse(expires_at)).toBeGreaterThan(Date.now());
    expect(forecast).toMatchObject({ files: 15, seconds_p50: null, seconds_p90: null });
    const { status, body } = await start(plan_id);
    expect(status).toBe(202);
    expect(await ended(body.run_id)).toMatchObject({ data: { state: 'completed', exit_code: 0 } });
    expect(await filesOf(body.run_id)).toMatchObject({ Completed: { tasks: 15 } });
    expect(await start(plan_id)).toMatchObject({ status: 200, body });
  });

  test('says how long it takes by earlier runs, and whether it fits', { tags: 'heavy' }, async () => {
    await serve();
    await ended(await startRun({ output_directory: 'other' }));
    const { forecast, summary } = await plan();
    expect(forecast.seconds_p50).toBeGreaterThanOrEqual(0);
    expect(forecast.seconds_p90).toBeGreaterThanOrEqual(forecast.seconds_p50);
    expect(forecast).toMatchObject({ files: summary.fetch_files, bytes: summary.fetch_bytes });
    const { disk_free, disk_bytes, fits } = forecast;
    expect(fits).toBe(disk_free === null ? null : disk_bytes <= disk_free);
    await ended(await startRun());
    expect((await plan()).forecast).toMatchObject({ files: 0, bytes: 0, seconds_p50: 0, seconds_p90: 0 });
  });

  test('is refused where a run has fetched some of its files since', { tags: 'heavy' }, async () => {
    await serve();
    const { plan_id } = await plan();
    await ended(await startRun({ date_range: { start: '2025-07-01', end: '2025-07-05' } }));
    expect(await start(plan_id)).toMatchObject({
      status: 409,
      body: { code: 'plan_changed', detail: 'the plan fetches 15 files; 10 files would be fetched now' },
    });
  });

  test('holds where another run has fetched other files since', { tags: 'heavy' }, async () => {
    await serve();
    const { plan_id } = await plan();
    await ended(await startRun({ symbols: ['ETHUSDT'] }));
    const { status, body } = await start(plan_id);
    expect(status).toBe(202);
    expect(await ended(body.run_id)).toMatchObject({ data: { state: 'completed' } });
  });

  test('that does not hold any more on the disk ends its run before a file is fetched, also when it is resumed', async () => {
    await serve();
    const recheck = { recheck: { disk: 'all' } };
    await ended(await startRun());
    const { plan_id, summary } = await plan(recheck);
    expect(summary.fetch_files).toBe(0);
    for await (const path of glob(join(data, 'btc/**/*2025-07-03.zip'))) await rm(path);
    const { status, body } = await start(plan_id);
    expect(status).toBe(202);
    simulator.requests.clear();
    const end = { state: 'failed', exit_code: 2, error: { code: 'plan_changed' } };
    expect(await ended(body.run_id)).toMatchObject({ data: end });
    expect((await call('POST', `/v1/runs/${body.run_id}/resume`)).status).toBe(202);
    expect(await ended(body.run_id)).toMatchObject({ data: end });
    expect(simulator.requests.count({ key: /\.zip/, method: 'GET' })).toBe(0);
  });

  test('is known for its time, and to those who may use its output directory', async () => {
    const [mine, theirs] = [newToken('mine', 'write', ['btc']), newToken('theirs', 'write', ['eth'])];
    await serve({ tokens: [mine.kept, theirs.kept] });
    const by = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });
    const { body } = await call('POST', '/v1/plans', { config: config() }, by(mine));
    expect(await start(body.plan_id, by(theirs))).toMatchObject({
      status: 404,
      body: { code: 'plan_unknown' },
    });
    expect(await start('nobody', by(mine))).toMatchObject({ status: 404, body: { code: 'plan_unknown' } });
    expect((await start(body.plan_id, by(mine))).status).toBe(202);
    await stop();
    await serve({ planLifetime: 0 });
    expect(await start((await plan()).plan_id)).toMatchObject({
      status: 404,
      body: { code: 'plan_unknown' },
    });
  });

  test('does not go together with a configuration', async () => {
    await serve();
    const { plan_id } = await plan();
    const both = await call('POST', '/v1/runs', { plan_id, config: config() });
    expect(both).toMatchObject({ status: 422, body: { errors: [{ path: 'plan_id' }] } });
    expect(await call('POST', '/v1/runs', {})).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'config' }] },
    });
  });

  test('comes as lines while it is made', async () => {
    await serve();
    const lines = await streamed({ date_range: { start: '2017-08-10', end: '2017-08-20' } });
    const kinds = new Set(lines.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['progress', 'gap', 'summary']));
    expect(lines[0]).toMatchObject({ kind: 'progress', files: 0 });
    expect(lines.find(({ kind }) => kind === 'gap')).toMatchObject({ verdict: 'before_first' });
    const last = lines.at(-1);
    expect(last).toMatchObject({ kind: 'summary', summary: { output_directory: 'btc' }, forecast: {} });
    expect((await start(last.plan_id)).status).toBe(202);
  });

  test('that cannot be made says so in its last line, without paths of the machine', async () => {
    const errors: unknown[] = [];
    await serve({ onError: (error) => errors.push(error) });
    const refusal = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
    simulator.faults.add({ operation: 'list', fault: refusal });
    const lines = await streamed({ planning: 'listing' });
    expect(lines.at(-1)).toMatchObject({ kind: 'error', status: 502, code: 'access_denied' });
    expect(JSON.stringify(lines)).not.toContain(data);
    expect(errors).toHaveLength(1);
  });
});

/** The lines of a plan that is streamed. */
async function streamed(more: object) {
  const answer = await fetch(new URL('/v1/plans', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify({ config: config(more) }),
  });
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const text = await answer.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
