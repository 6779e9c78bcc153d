import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { FILE_TASK, FLOW_NAME } from '@tapehaul/workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import { call, data, serve, url } from './service.ts';

const KEY = 'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-07-01.zip';
const AT = Date.parse('2025-08-01T00:00:00Z');

/** A run of no time at all: its one file failed when it began. */
beforeEach(async () => {
  const catalog = openCatalog(recordPath(join(data, 'btc')));
  await catalog.startRun({ runId: 'r1', flow: FLOW_NAME, parameters: {} });
  const change = { runId: 'r1', taskId: KEY, name: FILE_TASK, attempt: 1, at: AT };
  catalog.recordTask({ ...change, state: 'Running', phase: 'running' });
  catalog.recordTask({ ...change, state: 'Failed', phase: 'final', errorCode: 'throttled' });
  catalog.recordLog({
    runId: 'r1',
    taskId: null,
    attempt: null,
    at: AT,
    level: 'info',
    message: '100 % of _',
  });
  catalog.endRun('r1', 'CompletedWithGaps', null);
  await catalog.close();
  await serve();
});

/** Paths that name nothing, or request what cannot be, and the status of the answer. */
const REFUSED: readonly (readonly [string, number])[] = [
  ['/v1/runs/r1/timeline?slices=501', 400],
  ['/v1/runs/r1/timeline?slices=0', 400],
  ['/v1/runs/r1/timeline?from=2025-02-30T00:00:00Z', 400],
  ['/v1/runs/r1/timeline?from=2025-07-01', 400],
  ['/v1/runs/r1/logs?around=-1', 400],
  ['/v1/runs/r1/logs?around=0', 400],
  ['/v1/runs/r1/logs?around=1e999', 400],
  ['/v1/runs/r1/logs?around=1.5', 400],
  ['/v1/runs/r1/logs?around=1&context=501', 400],
  ['/v1/runs/r1/tasks?from=2025-02-30', 400],
  ['/v1/runs/r1/tasks?to=2025-13-01', 400],
  ['/v1/runs/r1/tasks?to=2025-7-1', 400],
  ['/v1/coverage/cells?output_directory=btc&from=2025-02-30', 400],
  ['/v1/coverage/holes?output_directory=btc&to=2025-02-29', 400],
  ['/v1/coverage/why?output_directory=btc&series=spot/klines/BTCUSDT/1h&from=2025-02-30', 400],
  ['/v1/runs/r1/tasks/a%00b', 404],
  ['/v1/runs/r1/tasks/%2E%2E%2F%2E%2E%2Fetc%2Fpasswd', 404],
  [`/v1/runs/r1/tasks/${encodeURIComponent(`${KEY}\0`)}`, 404],
  ['/v1/runs/r1/attempts/%00', 404],
  ['/assets/..%2F..%2Fpackage.json', 404],
  ['/assets/%2E%2E%2Findex.html', 404],
  ['/assets/index.html%00', 404],
];

test('what cannot be is refused, each path with its status', async () => {
  for (const [path, status] of REFUSED) {
    const answer = await call('GET', path);
    const type = expect.stringContaining('application/problem+json');
    expect({ path, ...answer }).toMatchObject({ path, status, type });
  }
});

test('a search by what no key has finds nothing', async () => {
  for (const query of [
    'prefix=%00',
    'prefix=..%2F',
    `prefix=${encodeURIComponent('\u{10ffff}'.repeat(500))}`,
    `contains=${'%25'.repeat(3_000)}`,
    `symbol=${'X'.repeat(12_000)}`,
  ]) {
    const { status, body } = await call('GET', `/v1/runs/r1/tasks?${query}`);
    expect({ query, status, body }).toMatchObject({ query, status: 200, body: { rows: [], next: null } });
  }
});

test('a run of no time has a timeline of one slice, and a line far behind its log has those before it', async () => {
  const { body } = await call('GET', '/v1/runs/r1/timeline?slices=500');
  expect(body.slices).toMatchObject([{ ended: { Failed: { tasks: 1 } } }]);
  const around = await call('GET', `/v1/runs/r1/logs?around=${Number.MAX_SAFE_INTEGER}`);
  expect(around).toMatchObject({ status: 200, body: { rows: [{ message: '100 % of _' }], next: null } });
  const signs = await call('GET', '/v1/runs/r1/logs?contains=%25%20of%20_');
  expect(signs.body.rows).toHaveLength(1);
});

test.each([
  ['unknown states', `state=${Array.from({ length: 1_800 }, (_, n) => `s${n}`).join(',')}`],
  ['unknown keys', Array.from({ length: 1_800 }, (_, n) => `k${n}=`).join('&')],
])('a query of thousands of %s is refused by a few of them', async (_, query) => {
  const { status, body } = await call('GET', `/v1/runs/r1/tasks?${query}`);
  expect(status).toBe(422);
  expect(body.errors.length).toBeGreaterThan(0);
  expect(body.errors.length).toBeLessThanOrEqual(10);
  expect(JSON.stringify(body).length).toBeLessThan(16_000);
});

test('a retry of a thousand long ids that no task has is refused, and so is a body that is too large', async () => {
  const idOf = (n: number, length: number) => `${n}/`.padEnd(length, 'x');
  const ids = (length: number) => ({ task_ids: Array.from({ length: 1_000 }, (_, n) => idOf(n, length)) });
  expect(await call('POST', '/v1/runs/r1/retry', ids(1_000))).toMatchObject({
    status: 409,
    body: { code: 'run_complete' },
  });
  expect((await call('POST', '/v1/runs/r1/retry', ids(1_900))).status).toBe(413);
});

describe('an answer', () => {
  const answer = async (method: string, path: string, headers: Record<string, string>) => {
    const sent = request(`${url}${path}`, { method, headers }).end();
    const [received]: IncomingMessage[] = await once(sent, 'response');
    if (received === undefined) throw new Error('no answer');
    const { statusCode: status, headers: its } = received;
    return { status, headers: its, body: Buffer.concat(await received.toArray()) };
  };

  test.each([
    ['br;q=0', undefined],
    ['br;q=0, gzip;q=0', undefined],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0, br', 'br'],
    ['br;q=nonsense', undefined],
    [',,;;=,', undefined],
    ['identity', undefined],
    ['zstd, compress', undefined],
  ])('to Accept-Encoding %s is sent as %s', async (accepted, encoding) => {
    const { status, headers, body } = await answer('GET', '/openapi.json', { 'accept-encoding': accepted });
    expect(status).toBe(200);
    expect(headers['content-encoding']).toBe(encoding);
    const text =
      encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(JSON.parse(text.toString())).toHaveProperty('openapi');
  });

  test('to HEAD has the head of that to GET, and no body', async () => {
    for (const path of ['/v1/me', '/v1/runs', '/v1/runs/r1', '/v1/runs/r1/logs/text', '/v1/config/schema']) {
      const [head, whole] = [await answer('HEAD', path, {}), await answer('GET', path, {})];
      expect(head.status, path).toBe(200);
      expect(head.headers['content-type'], path).toBe(whole.headers['content-type']);
      expect(head.body, path).toHaveLength(0);
      expect(whole.body.length, path).toBeGreaterThan(0);
    }
  });

  test('that a caller has in whatever version is not sent again', async () => {
    const { status, body } = await answer('GET', '/v1/config/schema', { 'if-none-match': '*' });
    expect(status).toBe(304);
    expect(body).toHaveLength(0);
    const many = Array.from({ length: 2_000 }, (_, n) => `"${n}"`).join(',');
    expect((await answer('GET', '/v1/matrix', { 'if-none-match': many })).status).toBe(200);
  });
});
