import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator, syntheticSource } from '../src/index.ts';

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip';
let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ source: syntheticSource({ maxRows: 5 }) });
});
afterEach(() => simulator.close());
const request = (key: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${simulator.url}/${simulator.bucket}/${key}`, init);

describe('the log of requests', () => {
  test('lists them in order, by key, method and operation', async () => {
    await request(KEY);
    await request(`${KEY}.CHECKSUM`, { method: 'HEAD' });
    await request('data/nothing.zip');
    const { requests } = simulator;
    expect(requests.list().map(({ method, key }) => `${method} ${key}`)).toEqual([
      `GET ${KEY}`,
      `HEAD ${KEY}.CHECKSUM`,
      'GET data/nothing.zip',
    ]);
    expect(requests.count({ method: 'HEAD' })).toBe(1);
    expect(requests.count({ key: /\.zip/g })).toBe(3);
    expect(requests.count({ key: /\.zip/g })).toBe(3);
    expect(requests.count({ key: (key) => key.endsWith('.zip'), method: 'GET' })).toBe(2);
  });

  test('waits for one that is still to come, and finds one that came', async () => {
    const waiting = simulator.requests.waitFor(({ key }) => key === KEY);
    await request(KEY);
    expect(await waiting).toMatchObject({ key: KEY, method: 'GET' });
    expect(await simulator.requests.waitFor(({ key }) => key === KEY)).toBe(await waiting);
  });

  test('counts the bytes of bodies, and forgets both on demand', async () => {
    const { length } = Buffer.from(await (await request(KEY)).arrayBuffer());
    expect(simulator.requests.bytesSent).toBe(length);
    await request(KEY, { method: 'HEAD' });
    expect(simulator.requests.bytesSent).toBe(length);
    simulator.requests.clear();
    expect([simulator.requests.bytesSent, simulator.requests.count()]).toEqual([0, 0]);
  });
});

describe('a fault', () => {
  test('meets as many requests as it may, and says how many', async () => {
    const handle = simulator.faults.add({ key: KEY, times: 2, fault: { kind: 'status', status: 503 } });
    const statuses = [await request(KEY), await request(KEY), await request(KEY)].map(({ status }) => status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(handle.hits).toBe(2);
  });

  test('that is removed applies to no request, and the next rule decides', async () => {
    const first = simulator.faults.add({ fault: { kind: 'status', status: 403 } });
    simulator.faults.add({ key: KEY, fault: { kind: 'missing' } });
    expect((await request(KEY)).status).toBe(403);
    first.remove();
    expect((await request(KEY)).status).toBe(404);
    expect((await request(`${KEY}.CHECKSUM`)).status).toBe(200);
    simulator.faults.clear();
    expect((await request(KEY)).status).toBe(200);
  });

  test('can say when to come back', async () => {
    simulator.faults.add({ fault: { kind: 'status', status: 429, retryAfterSeconds: 7 } });
    expect((await request(KEY)).headers.get('retry-after')).toBe('7');
  });
});

test('a closed simulator answers no request, and may be closed again', async () => {
  await simulator.close();
  await simulator.close();
  await expect(request(KEY)).rejects.toThrow();
});

test('two simulators do not share faults or requests', async () => {
  await using other = await startSimulator({ source: syntheticSource({ maxRows: 5 }) });
  other.faults.add({ fault: { kind: 'missing' } });
  expect((await request(KEY)).status).toBe(200);
  expect(other.requests.count()).toBe(0);
});
