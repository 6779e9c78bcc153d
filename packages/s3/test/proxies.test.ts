import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { anyHostAt } from '@tapehaul/testkit';
import { afterEach, expect, test, vi } from 'vitest';
import { s3Engine, s3Listing, s3Target } from '../src/index.ts';
import { SIGNAL } from './own-server.ts';

afterEach(() => vi.unstubAllEnvs());

const KEY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-07-01.zip';
const source = { endpoint: 'http://archive.invalid', region: 'r', timeoutSeconds: 5, concurrency: 2 };

test.each([
  ['HTTP_PROXY', 'http_proxy'],
  ['http_proxy', 'HTTP_PROXY'],
])(
  'the proxy of %s is used where %s is empty: by the engine, by listings, and by targets',
  async (name, empty) => {
    await using simulator = await startSimulator({ source: syntheticSource() });
    await using proxy = await anyHostAt(simulator.port);
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
