import { parseConfig } from '@tapehaul/config';
import type { RunControl } from '@tapehaul/runs';
import { remoteRuns } from '@tapehaul/runs/remote';
import { beforeEach, describe, expect, test } from 'vitest';
import { events, json, service } from './stub-service.ts';

let control: RunControl;
beforeEach(() => {
  control = remoteRuns(service.url, { TAPEHAUL_TOKEN: 'secret' });
});

const RUN = '20250701T000000Z-abcdef';
const row = (run_id: string) => ({
  run_id,
  state: 'Completed',
  output_directory: 'btc',
  started_at: '2025-07-01T00:00:00.000Z',
  ended_at: '2025-07-01T00:00:02.500Z',
  files: { Completed: { tasks: 3, bytes: 30 }, Failed: { tasks: 1, bytes: 0 } },
});
const ENDED = { state: 'completed', exit_code: 0, error: null };
describe('runs of a service', () => {
  test('are listed page by page until there are as many as were requested', async () => {
    service.answer = (request, response, body) => {
      const { url: path = '' } = request;
      const from = Number(new URL(path, service.url).searchParams.get('cursor') ?? 0);
      const rows = [from, from + 1, from + 2].map((at) => row(`20250701T00000${at}Z-abcdef`));
      json({ rows, next: from < 6 ? `${from + 3}` : null })(request, response, body);
    };
    expect(await control.list({ limit: 5 })).toHaveLength(5);
    expect(service.asked.map(({ path }) => path)).toEqual(['/v1/runs?limit=5', '/v1/runs?limit=2&cursor=3']);
    const [first] = await control.list();
    expect(first).toMatchObject({
      runId: '20250701T000000Z-abcdef',
      seconds: 2.5,
      files: 4,
      failed: 1,
      directory: 'btc',
    });
    expect(new Set(service.asked.map(({ token }) => token))).toEqual(new Set(['Bearer secret']));
  });

  test('are meant by a beginning of their id, or as the newest; none at all is not found', async () => {
    service.answer = (request, response, body) => {
      const { url: path = '', method } = request;
      const rows = [row(RUN), row('20250601T000000Z-123456')];
      const found = method === 'GET' ? { rows, next: null } : { run_id: path };
      json(found)(request, response, body);
    };
    expect(await control.cancel(undefined)).toBe(RUN);
    expect(await control.cancel('latest')).toBe(RUN);
    expect(await control.unpause('123456')).toBe('20250601T000000Z-123456');
    await expect(control.pause('2025')).rejects.toMatchObject({
      code: 'run_not_found',
      facts: { candidates: [RUN, expect.any(String)] },
    });
    service.answer = json({ rows: [], next: null });
    await expect(control.cancel(undefined)).rejects.toMatchObject({
      code: 'run_not_found',
      message: 'the service has no runs yet',
    });
  });
});

test.each([[['host-1']], [[]], [undefined]])(
  'workers that a service names are shown: %j',
  async (workers) => {
    const details = { history: [], failures: [], changes: [], ...(workers === undefined ? {} : { workers }) };
    service.answer = json({ ...row(RUN), ...details });
    expect((await control.show(RUN)).workers).toEqual(workers ?? null);
  },
);

test('a collection sends its request, says that it is accepted, and leaves a source that is the default to the service', async () => {
  service.answer = (request, response, body) => {
    if (request.method === 'POST') json({ run_id: RUN }, 202)(request, response, body);
    else events(['ended', ENDED, 1])(request, response, body);
  };
  const config = parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['trades'],
    date_range: { start: '2025-07-01', end: '2025-07-02' },
    output_directory: 'btc',
  });
  const accepted: string[] = [];
  const outcome = await control.collect({ config }, { onAccepted: (run) => accepted.push(run) });
  expect(outcome).toMatchObject({ runId: RUN, exit_code: 0 });
  expect(accepted).toEqual([RUN]);
  const [post] = service.asked;
  expect(JSON.parse(post?.body ?? '')).toMatchObject({
    config: { symbols: ['BTCUSDT'], output_directory: 'btc' },
  });
  expect(JSON.parse(post?.body ?? '')).not.toHaveProperty('config.source');
  await control.collect({ config: { ...config, source: { ...config.source, bucket: 'own' } } });
  expect(JSON.parse(service.asked.findLast(({ method }) => method === 'POST')?.body ?? '')).toHaveProperty(
    'config.source.bucket',
    'own',
  );
});

test('settings and the rate of now are sent with the request to continue a run, and nothing where there are none', async () => {
  service.answer = (request, response, body) => {
    if (request.method === 'POST') json({ run_id: RUN }, 202)(request, response, body);
    else events(['ended', ENDED, 1])(request, response, body);
  };
  const settings = { engine: 's3' };
  await control.resume(RUN);
  await control.resume(RUN, { settings });
  await control.retry(RUN, { settings: {}, maxBytesPerSecond: 1 });
  const posts = service.asked.filter(({ method }) => method === 'POST');
  expect(posts.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
    [`/v1/runs/${RUN}/resume`, {}],
    [`/v1/runs/${RUN}/resume`, { settings }],
    [`/v1/runs/${RUN}/retry`, { max_bytes_per_second: 1 }],
  ]);
});

test('where values came from is sent as far as a service may know it, and of a source only what was given', async () => {
  service.answer = (request, response, body) => {
    if (request.method === 'POST') json({ run_id: RUN }, 202)(request, response, body);
    else events(['ended', ENDED, 1])(request, response, body);
  };
  const config = parseConfig({
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['trades'],
    date_range: { start: '2025-07-01', end: '2025-07-02' },
    source: { bucket: 'own' },
  });
  const origins = new Map([
    ['source.bucket', 'environment TAPEHAUL_SOURCE_BUCKET'],
    ['symbols', 'override'],
    ['markets', 'run'],
  ] as const);
  await control.collect({ config, origins });
  const [post] = service.asked;
  const { config: sent, origins: sentOrigins } = JSON.parse(post?.body ?? '');
  expect(sentOrigins).toEqual({ 'source.bucket': 'environment TAPEHAUL_SOURCE_BUCKET', symbols: 'override' });
  expect(sent.source).toEqual({ bucket: 'own' });
});
