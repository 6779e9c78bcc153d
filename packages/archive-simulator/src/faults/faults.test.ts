import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fault, type Simulator, startSimulator, syntheticSource } from '../index.ts';

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-09-01.zip';
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ source: syntheticSource({ now: new Date('2026-10-01') }) });
});
afterEach(() => simulator.close());

function get(init: RequestInit = {}): Promise<Response> {
  return fetch(`${simulator.url}/${simulator.bucket}/${KEY}`, init);
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

/** Meets the fault once. */
function getWith(fault: Fault): Promise<Response> {
  simulator.faults.add({ key: KEY, times: 1, fault });
  return get();
}

test('status answers an S3 error, or a page of its own', async () => {
  const error = await getWith({ kind: 'status', status: 503, retryAfterSeconds: 7 });
  expect([error.status, error.headers.get('retry-after')]).toEqual([503, '7']);
  expect(await error.text()).toContain('<Code>SlowDown</Code>');
  const page = await getWith({ kind: 'status', status: 200, body: '<html>sign in</html>' });
  expect([page.status, await page.text()]).toEqual([200, '<html>sign in</html>']);
  expect((await get()).headers.get('content-type')).toBe('application/zip');
});

test('reset breaks the connection before the headers or within the body', async () => {
  await expect(getWith({ kind: 'reset' })).rejects.toThrow();
  const response = await getWith({ kind: 'reset', afterBytes: 10 });
  expect(response.status).toBe(200);
  await expect(bytesOf(response)).rejects.toThrow();
});

test('truncate announces all, sends some and closes', async () => {
  const whole = await bytesOf(await get());
  simulator.requests.clear();
  const response = await getWith({ kind: 'truncate', bytes: 100 });
  expect(response.headers.get('content-length')).toBe(String(whole.length));
  await expect(bytesOf(response)).rejects.toThrow();
  expect(simulator.requests.bytesSent).toBe(100);
});

test('stall sends no more until the client leaves', async () => {
  const client = new AbortController();
  simulator.faults.add({ key: KEY, fault: { kind: 'stall', afterBytes: 10 } });
  const response = await get({ signal: client.signal });
  const reader = response.body?.getReader();
  expect((await reader?.read())?.value).toHaveLength(10);
  const more = reader?.read();
  client.abort();
  await expect(more).rejects.toThrow();
});

test('close ends stalled and held requests', async () => {
  simulator.faults.add({ key: KEY, times: 1, fault: { kind: 'stall' } });
  simulator.faults.add({ key: KEY, fault: { kind: 'hold', until: new Promise(() => {}) } });
  const pending = [get(), get()].map((answer) => expect(answer).rejects.toThrow());
  await simulator.requests.waitFor(() => simulator.requests.count() === 2);
  await simulator.close();
  await Promise.all(pending);
});

test('alter changes one byte and nothing else', async () => {
  const honest = await get();
  const right = await bytesOf(honest);
  const response = await getWith({ kind: 'alter' });
  const wrong = await bytesOf(response);
  expect(wrong).toHaveLength(right.length);
  expect(right.filter((byte, index) => byte !== wrong[index])).toHaveLength(1);
  expect(response.headers.get('etag')).toBe(honest.headers.get('etag'));
});

test.each<[string, Fault]>([
  ['truncate', { kind: 'truncate', bytes: 10 }],
  ['reset', { kind: 'reset' }],
  ['reset in the body', { kind: 'reset', afterBytes: 10 }],
])('%s also ends the connection of an answer that waits there for one before it', async (_, fault) => {
  const before = Promise.withResolvers<void>();
  simulator.faults.add({ key: KEY, times: 1, fault: { kind: 'hold', until: before.promise } });
  simulator.faults.add({ key: KEY, fault });
  const { hostname, port } = new URL(simulator.url);
  const socket = connect(Number(port), hostname);
  const closed = new Promise<void>((resolve) => socket.on('error', () => {}).on('close', () => resolve()));
  const request = `GET /${simulator.bucket}/${KEY} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
  socket.resume().write(request + request);
  await expect.poll(() => simulator.requests.count()).toBe(2);
  before.resolve();
  await closed;
});

test('missing and replace change what the key holds', async () => {
  expect((await getWith({ kind: 'missing' })).status).toBe(404);
  const response = await getWith({ kind: 'replace', body: Buffer.from('new') });
  expect(response.headers.get('etag')).toBe(`"${createHash('md5').update('new').digest('hex')}"`);
  expect(await response.text()).toBe('new');
});

test('hold answers rightly once it is let go, delay after its time', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = getWith({ kind: 'hold', until: promise });
  await simulator.requests.waitFor(({ key }) => key === KEY);
  resolve();
  expect((await held).status).toBe(200);
  const started = performance.now();
  expect((await getWith({ kind: 'delay', milliseconds: 30 })).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(25);
});

test('the first rule that fits decides, as often as it may, until it is removed', async () => {
  const once = simulator.faults.add({ key: /\.zip$/, times: 1, fault: { kind: 'status', status: 500 } });
  const always = simulator.faults.add({ operation: 'object', fault: { kind: 'missing' } });
  simulator.faults.add({ method: 'HEAD', fault: { kind: 'status', status: 403 } });
  const statuses = [(await get()).status, (await get()).status, (await get({ method: 'HEAD' })).status];
  expect(statuses).toEqual([500, 404, 404]);
  always.remove();
  expect([(await get()).status, (await get({ method: 'HEAD' })).status]).toEqual([200, 403]);
  expect([once.hits, always.hits]).toEqual([1, 2]);
});

test('a rule takes effect after as many requests as it says, and no other request counts', async () => {
  const late = simulator.faults.add({
    key: KEY,
    method: 'GET',
    after: 2,
    times: 1,
    fault: { kind: 'missing' },
  });
  const statuses = [];
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD', 'GET', 'GET']) {
    statuses.push((await get({ method })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 404, 200]);
  expect(late.hits).toBe(1);
});

test('a listing can fail while objects do not', async () => {
  simulator.faults.add({ operation: 'list', fault: { kind: 'status', status: 403 } });
  const list = await fetch(`${simulator.url}/${simulator.bucket}?prefix=data/&delimiter=/`);
  expect([list.status, (await get()).status]).toEqual([403, 200]);
});

test('bytesPerSecond slows each body down', async () => {
  await using slow = await startSimulator({ bytesPerSecond: 10_000 });
  const started = performance.now();
  const response = await fetch(`${slow.url}/${slow.bucket}/${KEY}`);
  const { length } = await bytesOf(response);
  expect(performance.now() - started).toBeGreaterThan(length / 10 - 20);
});
