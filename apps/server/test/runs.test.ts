import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  call,
  config,
  data,
  ended,
  follow,
  serve,
  serveArchive,
  simulator,
  startRun,
  stop,
} from './service.ts';

describe('a run', () => {
  test('is planned, started, followed, inspected, retried, and its coverage shown', async () => {
    await serveArchive();
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const plan = await call('POST', '/v1/plans', { config: config() });
    expect(plan.body.summary).toMatchObject({ files: 15, changes: { new: 15 } });

    const started = await call('POST', '/v1/runs', { config: config() });
    expect(started.status).toBe(202);
    const run = started.body.run_id;
    const events = await Array.fromAsync(follow(run));
    expect(events[0]?.event).toBe('snapshot');
    expect(events.filter(({ event }) => event === 'file')).toHaveLength(15);
    expect(events.at(-1)).toMatchObject({ event: 'ended', data: { state: 'completed_with_failures' } });

    const shown = (await call('GET', `/v1/runs/${run}`)).body;
    expect(shown).toMatchObject({
      state: 'CompletedWithGaps',
      output_directory: 'btc',
      failures: [{ code: 'access_denied' }],
    });
    const failed = (await call('GET', `/v1/runs/${run}/tasks?state=Failed,Corrupt`)).body.rows;
    expect(failed).toMatchObject([
      { id: expect.stringContaining('2025-07-03'), error_code: 'access_denied' },
    ]);
    const key = failed[0].id;
    expect(
      (await call('GET', `/v1/runs/${run}/attempts/${encodeURIComponent(key)}`)).body.rows,
    ).toMatchObject([{ attempt: 1, state: 'Failed' }]);
    const logs = (await call('GET', `/v1/runs/${run}/logs?level=warn&task=${encodeURIComponent(key)}`)).body
      .rows;
    expect(logs).toMatchObject([{ level: 'error', message: expect.stringContaining('access_denied') }]);
    const covered = async () => (await call('GET', '/v1/coverage?output_directory=btc')).body.rows[0].objects;
    expect(await covered()).toBe(14);

    simulator.faults.clear();
    expect(await call('POST', `/v1/runs/${run}/resume`)).toMatchObject({
      status: 409,
      body: { code: 'run_complete', hint: expect.stringContaining('/retry') },
    });
    expect((await call('POST', `/v1/runs/${run}/retry`)).status).toBe(202);
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
    expect(await covered()).toBe(15);
    expect((await call('GET', '/v1/runs')).body.rows).toMatchObject([
      { run_id: run, state: 'Completed', resumes: 1 },
    ]);
    for (const action of ['resume', 'retry']) {
      expect(await call('POST', `/v1/runs/${run}/${action}`)).toMatchObject({
        status: 409,
        body: { code: 'run_complete', hint: expect.stringContaining('POST /v1/runs') },
      });
    }
    const inStates = async (state: string) => (await call('GET', `/v1/runs?state=${state}`)).body.rows.length;
    expect([await inStates('Failed,Completed'), await inStates('Failed')]).toEqual([1, 0]);
    const text = (await call('GET', '/metrics')).body;
    expect(text).toContain('tapehaul_files_total{outcome="downloaded"} 15');
    expect(text).toContain('tapehaul_runs_running 0');
  });

  test('is cancelled, and gone on with', async () => {
    await serveArchive({ latencyMs: 100 });
    await serve();
    const run = await startRun({ max_parallel_downloads: 1 });
    for await (const { event } of follow(run)) if (event === 'file') break;
    expect((await call('POST', `/v1/runs/${run}/resume`)).status).toBe(409);
    expect((await call('POST', `/v1/runs/${run}/cancel`)).status).toBe(202);
    expect(await ended(run)).toMatchObject({ data: { state: 'cancelled' } });
    expect((await call('POST', `/v1/runs/${run}/cancel`)).body).toMatchObject({
      code: 'run_ended',
      status: 409,
    });
    expect((await call('POST', `/v1/runs/${run}/resume`)).status).toBe(202);
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
  });

  test('that many clients continue at once is accepted once', { tags: 'heavy' }, async () => {
    await serveArchive();
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const run = await startRun();
    await ended(run);
    simulator.faults.clear();
    const answers = await Promise.all(Array.from({ length: 8 }, () => call('POST', `/v1/runs/${run}/retry`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(7).fill(409)]);
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
    expect((await call('GET', `/v1/runs/${run}`)).body.resumes).toBe(1);
  });

  test('of the same Idempotency-Key is started once', async () => {
    await serveArchive();
    await serve();
    const once = (more: object) =>
      call('POST', '/v1/runs', { config: config(more) }, { 'idempotency-key': 'daily' });
    const first = await once({});
    const again = await once({});
    expect([first.status, again.status]).toEqual([202, 200]);
    expect(again.body).toEqual(first.body);
    expect(await once({ symbols: ['ETHUSDT'] })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    });
    await ended(first.body.run_id);
    // Also by the next process, which finds nothing of it in the queue.
    await stop();
    await serve();
    expect((await once({})).body).toEqual(first.body);
    expect(await once({ symbols: ['ETHUSDT'] })).toMatchObject({ status: 409 });
  });

  test.each(['', '{"run_id":"x"', '{"run_id":1}'])(
    'a file of the queue or of the keys that holds %j is put aside by name',
    async (text) => {
      await serveArchive();
      const own = join(data, '.tapehaul-server');
      for (const folder of ['queue', 'keys']) {
        await mkdir(join(own, folder), { recursive: true });
        await writeFile(join(own, folder, 'x.json'), text);
      }
      const reported: unknown[] = [];
      await serve({ onError: (error) => reported.push(error) });
      for (const folder of ['queue', 'keys']) {
        const path = join(own, folder, 'x.json');
        expect(await readdir(join(own, folder))).toEqual(['x.json.unreadable']);
        expect(reported).toContainEqual(expect.objectContaining({ message: expect.stringContaining(path) }));
      }
      expect(await ended(await startRun())).toMatchObject({ data: { state: 'completed' } });
    },
  );

  test('continues behind the last event that a follower has seen', async () => {
    await serveArchive();
    await serve();
    const run = await startRun();
    await ended(run);
    const all = await Array.fromAsync(follow(run));
    const seen = all[5]?.id;
    const rest = await Array.fromAsync(follow(run, seen));
    expect(rest.map(({ id }) => id)).toEqual(all.slice(6).map(({ id }) => id));
    const behind = await Array.fromAsync(follow(run, all.at(-1)?.id));
    expect(behind.map(({ event }) => event)).toEqual(['ended']);
    // A number of another time begins again.
    expect((await Array.fromAsync(follow(run, 5))).map(({ event }) => event)[0]).toBe('snapshot');
  });
});
