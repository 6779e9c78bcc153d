import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator, syntheticSource } from './index.ts';

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-09-01.zip';
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ source: syntheticSource({ now: new Date('2026-10-01') }) });
});
afterAll(() => simulator.close());

function request(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return fetch(`${simulator.url}/${simulator.bucket}${path}`, { headers, method });
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

describe('objects', () => {
  test('GET and HEAD answer the same of an object', async () => {
    const got = await request(`/${KEY}`);
    const head = await request(`/${KEY}`, {}, 'HEAD');
    const body = await bytesOf(got);
    expect(got.status).toBe(200);
    for (const name of ['content-length', 'etag', 'last-modified', 'content-type', 'accept-ranges']) {
      expect(head.headers.get(name)).toBe(got.headers.get(name));
    }
    expect(got.headers.get('content-length')).toBe(String(body.length));
    expect(got.headers.get('content-type')).toBe('application/zip');
    expect(got.headers.get('last-modified')).toBe('Wed, 02 Sep 2026 02:00:00 GMT');
    expect(got.headers.get('x-amz-request-id')).toMatch(/^[0-9A-F]{16}$/);
  });

  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, undefined],
    ['bytes=-7', -7, undefined],
    ['bytes=5-999999', 5, undefined],
  ])('Range %s gives that part', async (range, start, end) => {
    const whole = await bytesOf(await request(`/${KEY}`));
    const response = await request(`/${KEY}`, { range });
    const part = whole.subarray(start, end);
    const first = start < 0 ? whole.length + start : start;
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(
      `bytes ${first}-${first + part.length - 1}/${whole.length}`,
    );
    expect(await bytesOf(response)).toEqual(part);
  });

  test.each(['bytes=9-3', 'bytes=0-1,4-5', 'lines=0-1', 'bytes=-'])('Range %s is ignored', async (range) => {
    expect((await request(`/${KEY}`, { range })).status).toBe(200);
  });

  test.each(['bytes=999999-', 'bytes=-0'])('Range %s cannot be satisfied', async (range) => {
    const response = await request(`/${KEY}`, { range });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toMatch(/^bytes \*\/\d+$/);
    expect(await response.text()).toContain('<Code>InvalidRange</Code>');
  });

  test('conditions compare with the ETag', async () => {
    const etag = (await request(`/${KEY}`, {}, 'HEAD')).headers.get('etag') ?? '';
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await request(`/${KEY}`, headers)).status;
    expect(await status({ 'if-match': etag })).toBe(200);
    expect(await status({ 'if-match': '"other"' })).toBe(412);
    expect(await status({ 'if-none-match': etag })).toBe(304);
    expect(await status({ 'if-none-match': '"other"' })).toBe(200);
    expect(await status({ 'if-range': etag, range: 'bytes=0-1' })).toBe(206);
    expect(await status({ 'if-range': '"other"', range: 'bytes=0-1' })).toBe(200);
  });

  test('a percent-encoded CJK key names its object', async () => {
    const key = 'data/spot/daily/klines/币安人生USDT/1h/币安人生USDT-1h-2026-09-01.zip';
    const response = await request(`/${key.split('/').map(encodeURIComponent).join('/')}`);
    expect(response.status).toBe(200);
    expect(simulator.requests.count({ key })).toBe(1);
  });

  test.each([
    ['/nope', 'GET', 404, 'NoSuchKey'],
    [`/${KEY}`, 'PUT', 405, 'MethodNotAllowed'],
    [`/${KEY}`, 'DELETE', 405, 'MethodNotAllowed'],
    ['/%E5', 'GET', 400, 'InvalidURI'],
    ['?max-keys=x', 'GET', 400, 'InvalidArgument'],
  ])('%s by %s answers %i %s', async (path, method, status, code) => {
    const response = await request(path, {}, method);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`<Code>${code}</Code>`);
  });
});

describe('buckets', () => {
  test('HEAD gives the region, and ?location too', async () => {
    const head = await request('', {}, 'HEAD');
    expect(head.headers.get('x-amz-bucket-region')).toBe('ap-northeast-1');
    expect(await (await request('?location')).text()).toContain('>ap-northeast-1</LocationConstraint>');
  });

  test('the root lists one bucket; another name is no bucket', async () => {
    expect(await (await fetch(simulator.url)).text()).toContain('<Name>data.binance.vision</Name>');
    const other = await fetch(`${simulator.url}/other?prefix=data/`);
    expect(other.status).toBe(404);
    expect(await other.text()).toContain('<Code>NoSuchBucket</Code>');
  });
});

describe('the request log', () => {
  test('counts requests and body bytes, and notifies when one arrives', async () => {
    await using own = await startSimulator({ bucket: 'b' });
    const seen = own.requests.waitFor(({ key }) => key === 'late');
    await (await fetch(`${own.url}/b/early`)).text();
    const late = await (await fetch(`${own.url}/b/late`)).text();
    expect(await seen).toMatchObject({ method: 'GET', operation: 'object', key: 'late' });
    expect(own.requests.count({ method: 'GET', key: /e/ })).toBe(2);
    expect(own.requests.count({ operation: 'list' })).toBe(0);
    expect(own.requests.bytesSent).toBeGreaterThan(late.length);
    own.requests.clear();
    expect([own.requests.count(), own.requests.bytesSent]).toEqual([0, 0]);
  });
});

describe('a port', () => {
  test('that is in use is refused', async () => {
    await expect(startSimulator({ port: simulator.port })).rejects.toMatchObject({
      code: 'config_invalid',
      message: `port ${simulator.port} is in use`,
    });
  });

  test('that cannot be is refused', async () => {
    await expect(startSimulator({ port: 70_000 })).rejects.toMatchObject({
      code: 'config_invalid',
      problems: [{ path: 'port' }],
    });
  });
});
