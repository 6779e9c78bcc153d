import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { afterEach, expect, test, vi } from 'vitest';
import { s3Engine, s3Listing, s3Target } from '../src/index.ts';
import { SIGNAL } from './own-server.ts';

afterEach(() => vi.unstubAllEnvs());

/** A proxy that takes every host for one server: it passes requests on, and digs tunnels. */
async function proxyTo(url: string) {
  const { port } = new URL(url);
  let passed = 0;
  const server = createServer(async (request, response) => {
    passed += 1;
    const { pathname, search } = new URL(request.url ?? '');
    const answer = await fetch(url + pathname + search, { method: request.method ?? 'GET' });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': 'application/xml', 'content-length': body.length });
    response.end(body);
  });
  server.on('connect', (_, socket) => {
    passed += 1;
    const upstream = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: () => passed,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-07-01.zip';
const source = { endpoint: 'http://archive.invalid', region: 'r', timeoutSeconds: 5, concurrency: 2 };

test.each([
  ['HTTP_PROXY', 'http_proxy'],
  ['http_proxy', 'HTTP_PROXY'],
])(
  'the proxy of %s is used where %s is empty: by the engine, by listings, and by targets',
  async (name, empty) => {
    await using simulator = await startSimulator({ source: syntheticSource() });
    await using proxy = await proxyTo(simulator.url);
    const { bucket } = simulator;
    for (const other of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(other, undefined);
    vi.stubEnv(empty, '');
    vi.stubEnv(name, proxy.address);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');

    const engine = s3Engine({ ...source, bucket });
    const { bytes } = await engine.get({ key: KEY, path: '/nowhere/a', inMemoryUpTo: 1_000_000 }, SIGNAL);
    expect(bytes).toBeGreaterThan(0);
    await engine.close();
    const afterEngine = proxy.passed();
    expect(afterEngine).toBeGreaterThan(0);

    const listing = s3Listing({ ...source, bucket });
    expect(await listing.folders('data/')).toContain('spot');
    listing.close();
    const afterListing = proxy.passed();
    expect(afterListing).toBeGreaterThan(afterEngine);

    const target = s3Target({ ...source, bucket });
    expect(await target.find(KEY)).toMatchObject({ bytes: expect.any(Number) });
    await target.close();
    expect(proxy.passed()).toBeGreaterThan(afterListing);
  },
);
