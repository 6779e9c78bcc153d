import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { recordPath } from '@tapehaul/workflow';
import { describe, expect, test } from 'vitest';
import {
  ask,
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
  test('is planned, started, followed, looked into, tried again, and its coverage told', async () => {
    await serveArchive();
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const plan = await ask('POST', '/v1/plans', { config: config() });
    expect(plan.body.summary).toMatchObject({ files: 15, changes: { new: 15 } });

    const started = await ask('POST', '/v1/runs', { config: config() });
    expect(started.status).toBe(202);
    const run = started.body.run_id;
    const events = await Array.fromAsync(follow(run));
    expect(events[0]?.event).toBe('snapshot');
    expect(events.filter(({ event }) => event === 'file')).toHaveLength(15);
    expect(events.at(-1)).toMatchObject({ event: 'ended', data: { state: 'completed_with_failures' } });

    const shown = (await ask('GET', `/v1/runs/${run}`)).body;
    expect(shown).toMatchObject({
      state: 'CompletedWithGaps',
      output_directory: 'btc',
      failures: [{ code: 'access_denied' }],
    });
    const failed = (await ask('GET', `/v1/runs/${run}/tasks?state=Failed,Corrupt`)).body.rows;
    expect(failed).toMatchObject([
      { id: expect.stringContaining('2025-07-03'), error_code: 'access_denied' },
    ]);
    const key = failed[0].id;
    expect((await ask('GET', `/v1/runs/${run}/attempts/${encodeURIComponent(key)}`)).body.rows).toMatchObject(
      [{ attempt: 1, state: 'Failed' }],
    );
    const logs = (await ask('GET', `/v1/runs/${run}/logs?level=warn&task=${encodeURIComponent(key)}`)).body
      .rows;
    expect(logs).toMatchObject([{ level: 'error', message: expect.stringContaining('access_denied') }]);
    const covered = async () => (await ask('GET', '/v1/coverage?output_directory=btc')).body.rows[0].objects;
    expect(await covered()).toBe(14);

    simulator.faults.clear();
    expect(await ask('POST', `/v1/runs/${run}/resume`)).toMatchObject({
      status: 409,
      body: { code: 'run_complete', hint: expect.stringContaining('/retry') },
    });
    expect((await ask('POST', `/v1/runs/${run}/retry`)).status).toBe(202);
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
    expect(await covered()).toBe(15);
    expect((await ask('GET', '/v1/runs')).body.rows).toMatchObject([
      { run_id: run, state: 'Completed', resumes: 1 },
    ]);
    for (const action of ['resume', 'retry']) {
      expect(await ask('POST', `/v1/runs/${run}/${action}`)).toMatchObject({
        status: 409,
        body: { code: 'run_complete', hint: expect.stringContaining('POST /v1/runs') },
      });
    }
    const inStates = async (state: string) => (await ask('GET', `/v1/runs?state=${state}`)).body.rows.length;
    expect([await inStates('Failed,Completed'), await inStates('Failed')]).toEqual([1, 0]);
    const text = (await ask('GET', '/metrics')).body;
    expect(text).toContain('tapehaul_files_total{outcome="downloaded"} 15');
    expect(text).toContain('tapehaul_runs_running 0');
  });

  test('is cancelled, and gone on with', async () => {
    await serveArchive({ latencyMs: 100 });
    await serve();
    const run = await startRun({ max_parallel_downloads: 1 });
    for await (const { event } of follow(run)) if (event === 'file') break;
    expect((await ask('POST', `/v1/runs/${run}/resume`)).status).toBe(409);
    expect((await ask('POST', `/v1/runs/${run}/cancel`)).status).toBe(202);
    expect(await ended(run)).toMatchObject({ data: { state: 'cancelled' } });
    expect((await ask('POST', `/v1/runs/${run}/cancel`)).body).toMatchObject({
      code: 'run_ended',
      status: 409,
    });
    expect((await ask('POST', `/v1/runs/${run}/resume`)).status).toBe(202);
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
  });

  test('that many ask to go on with at once is accepted once', async () => {
    await serveArchive();
    await serve();
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const run = await startRun();
    await ended(run);
    simulator.faults.clear();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('POST', `/v1/runs/${run}/retry`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(7).fill(409)]);
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
    expect((await ask('GET', `/v1/runs/${run}`)).body.resumes).toBe(1);
  });

  test('of the same Idempotency-Key is started once', async () => {
    await serveArchive();
    await serve();
    const once = (more: object) =>
      ask('POST', '/v1/runs', { config: config(more) }, { 'idempotency-key': 'daily' });
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
      const told: unknown[] = [];
      await serve({ onError: (error) => told.push(error) });
      for (const folder of ['queue', 'keys']) {
        const path = join(own, folder, 'x.json');
        expect(await readdir(join(own, folder))).toEqual(['x.json.unreadable']);
        expect(told).toContainEqual(expect.objectContaining({ message: expect.stringContaining(path) }));
      }
      expect(await ended(await startRun())).toMatchObject({ data: { state: 'completed' } });
    },
  );

  test('goes on behind the last event that a follower has seen', async () => {
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

  test('that waits is followed from its place in the queue, and cancelled there', async () => {
    await serveArchive({ latencyMs: 50 });
    await serve();
    const first = await startRun({ max_parallel_downloads: 1 });
    const second = await startRun({ output_directory: 'second' });
    const third = await startRun({ output_directory: 'third' });
    const following = ended(second);
    expect((await ask('POST', `/v1/runs/${third}/cancel`)).status).toBe(202);
    expect(await ended(third)).toMatchObject({ data: { state: 'cancelled' } });
    expect(await following).toMatchObject({ event: 'ended', data: { state: 'completed' } });
    expect((await ask('GET', `/v1/runs/${first}`)).body.state).toBe('Completed');
  });

  test('comes from the source that the operator configured, and not from what its configuration says', async () => {
    await serveArchive();
    const { endpoint } = config().source;
    await serve({ env: { TAPEHAUL_SOURCE_ENDPOINT: endpoint, TAPEHAUL_BATCH_SIZE: '7' } });
    const run = await startRun({ source: undefined });
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
    expect((await ask('GET', `/v1/runs/${run}`)).body.config).toMatchObject({
      source: { endpoint },
      batch_size: 50,
    });
    await stop();
    await serve({ env: { TAPEHAUL_SOURCE_BUCKET: 'another' } });
    expect(await ask('POST', '/v1/runs', { config: config() })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'source.endpoint', message: expect.stringContaining('archive') }] },
    });
  });

  test('has no source that is none: the service does not start', async () => {
    await expect(serve({ env: { TAPEHAUL_SOURCE_ENDPOINT: 'nonsense://x' } })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('TAPEHAUL_SOURCE_ENDPOINT'),
    });
  });

  test('reads no file that a request names', async () => {
    await serveArchive();
    await serve();
    const answer = await ask('POST', '/v1/runs', { config: config({ matrix_path: '/etc/passwd' }) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'matrix_path' }] } });
  });

  test('waits in the queue, and is gone on with by the next process', async () => {
    await serveArchive({ latencyMs: 50 });
    await serve();
    const first = await startRun({ max_parallel_downloads: 1 });
    const second = await startRun({ output_directory: 'second' });
    const waiting = (await ask('GET', `/v1/runs/${second}`)).body;
    expect(waiting).toMatchObject({ state: 'Scheduled', config: { markets: ['spot'], batch_size: 50 } });
    for (const list of ['tasks', 'logs', 'attempts/a%2Fb']) {
      expect(await ask('GET', `/v1/runs/${second}/${list}`)).toMatchObject({
        status: 200,
        body: { rows: [] },
      });
    }
    for (const action of ['pause', 'unpause', 'resume', 'retry']) {
      expect(await ask('POST', `/v1/runs/${second}/${action}`)).toMatchObject({
        status: 409,
        body: { code: 'run_waiting', hint: expect.stringContaining('/cancel') },
      });
    }
    for await (const { event } of follow(first)) if (event === 'file') break;
    await stop();
    simulator.requests.clear();
    await serve();
    expect(await ended(first)).toMatchObject({ data: { state: 'completed' } });
    for (let state = ''; state !== 'Completed'; ) {
      state = (await ask('GET', `/v1/runs/${second}`)).body.state;
      if (state !== 'Completed') await ended(second);
    }
    expect((await ask('GET', `/v1/runs/${second}`)).body.config).toEqual(waiting.config);
    const manifest = await readFile(join(data, 'btc/_runs', first, 'manifest.ndjson'), 'utf8');
    expect(manifest.trim().split('\n')).toHaveLength(15);
  });
});

describe('the list of runs', () => {
  test('has all runs of a directory and the queue, page by page, each once', async () => {
    await serveArchive({ latencyMs: 50 });
    await mkdir(join(data, 'old'));
    const catalog = openCatalog(recordPath(join(data, 'old')));
    const ids = Array.from({ length: 1_005 }, (_, n) => `20250101T00${String(n).padStart(4, '0')}Z-abcdef`);
    for (const runId of ids) {
      catalog.startRun({ runId, flow: 'archive-collection-flow', parameters: null });
      catalog.endRun(runId, 'Completed', null);
    }
    catalog.close();
    await serve();
    const [first, second] = [await startRun(), await startRun({ output_directory: 'second' })];
    const listed: string[] = [];
    for (let from: string | null = ''; from !== null; ) {
      const page: { rows: { run_id: string }[]; next: string | null } = (
        await ask('GET', `/v1/runs?limit=400${from}`)
      ).body;
      listed.push(...page.rows.map(({ run_id }) => run_id));
      from = page.next === null ? null : `&cursor=${page.next}`;
    }
    expect(listed).toEqual([...ids, first, second].sort().reverse());
  });

  test.each(['garbage', '', Buffer.from('20250101T000000Z-abcdef').toString('base64url')])(
    'refuses the cursor %j',
    async (cursor) => {
      await serve();
      expect(await ask('GET', `/v1/runs?cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { code: 'cursor_invalid' },
      });
    },
  );
});
