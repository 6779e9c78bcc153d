import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
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
  test('that waits is followed from its place in the queue, and cancelled there', async () => {
    await serveArchive({ latencyMs: 50 });
    await serve();
    const first = await startRun({ max_parallel_downloads: 1 });
    const second = await startRun({ output_directory: 'second' });
    const third = await startRun({ output_directory: 'third' });
    const following = ended(second);
    expect((await call('POST', `/v1/runs/${third}/cancel`)).status).toBe(202);
    expect(await ended(third)).toMatchObject({ data: { state: 'cancelled' } });
    expect(await following).toMatchObject({ event: 'ended', data: { state: 'completed' } });
    expect((await call('GET', `/v1/runs/${first}`)).body.state).toBe('Completed');
  });

  test('comes from the source that the operator configured, and not from what its configuration says', async () => {
    await serveArchive();
    const { endpoint } = config().source;
    await serve({ env: { TAPEHAUL_SOURCE_ENDPOINT: endpoint, TAPEHAUL_BATCH_SIZE: '7' } });
    const run = await startRun({ source: undefined });
    expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
    expect((await call('GET', `/v1/runs/${run}?with=config`)).body.config).toMatchObject({
      source: { endpoint },
      batch_size: 50,
    });
    await stop();
    await serve({ env: { TAPEHAUL_SOURCE_BUCKET: 'another' } });
    expect(await call('POST', '/v1/runs', { config: config() })).toMatchObject({
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
    const answer = await call('POST', '/v1/runs', { config: config({ matrix_path: '/etc/passwd' }) });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'matrix_path' }] } });
  });

  test('waits in the queue, and is gone on with by the next process', { tags: 'heavy' }, async () => {
    await serveArchive({ latencyMs: 50 });
    await serve();
    const first = await startRun({ max_parallel_downloads: 1 });
    const second = await startRun({ output_directory: 'second' });
    const waiting = (await call('GET', `/v1/runs/${second}?with=config`)).body;
    expect(waiting).toMatchObject({ state: 'Scheduled', config: { markets: ['spot'], batch_size: 50 } });
    for (const list of ['tasks', 'logs', 'attempts/a%2Fb']) {
      expect(await call('GET', `/v1/runs/${second}/${list}`)).toMatchObject({
        status: 200,
        body: { rows: [] },
      });
    }
    for (const action of ['pause', 'unpause', 'resume', 'retry']) {
      expect(await call('POST', `/v1/runs/${second}/${action}`)).toMatchObject({
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
      state = (await call('GET', `/v1/runs/${second}`)).body.state;
      if (state !== 'Completed') await ended(second);
    }
    expect((await call('GET', `/v1/runs/${second}?with=config`)).body.config).toEqual(waiting.config);
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
      await catalog.startRun({ runId, flow: 'archive-collection-flow', parameters: null });
      catalog.endRun(runId, 'Completed', null);
    }
    await catalog.close();
    await serve();
    const [first, second] = [await startRun(), await startRun({ output_directory: 'second' })];
    const listed: string[] = [];
    for (let from: string | null = ''; from !== null; ) {
      const page: { rows: { run_id: string }[]; next: string | null } = (
        await call('GET', `/v1/runs?limit=400${from}`)
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
      expect(await call('GET', `/v1/runs?cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { code: 'cursor_invalid' },
      });
    },
  );
});
