import { belowPrefix, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { anyHostAt } from '@tapehaul/testkit';
import { afterEach, expect, test, vi } from 'vitest';
import { s3Engine, s3Listing } from '../src/index.ts';
import { SIGNAL, small } from './own-server.ts';

const FOLDER = 'data/spot/daily/klines/BTCUSDT/1h/';
const KEY = `${FOLDER}BTCUSDT-1h-2026-07-01.zip.CHECKSUM`;
const MISSING = `${FOLDER}BTCUSDT-1h-1999-07-01.zip.CHECKSUM`;

afterEach(() => vi.unstubAllEnvs());

function useProxy(address: string): void {
  for (const name of ['HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY', 'ALL_PROXY'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('http_proxy', address);
}

test.each([
  ['path', ''],
  ['path', 'mirrors/币安'],
  ['host', ''],
  ['host', 'mirrors/binance'],
] as const)('objects and listings with the bucket in the %s, below "%s"', async (style, prefix) => {
  const synthetic = syntheticSource();
  const objects = prefix === '' ? synthetic : belowPrefix(synthetic, prefix);
  await using simulator = await startSimulator({ source: objects, style });
  await using proxy = await anyHostAt(simulator.port);
  if (style === 'host') useProxy(proxy.address);
  const endpoint = style === 'host' ? 'http://s3.example' : simulator.url;
  const source = { endpoint, bucket: simulator.bucket, region: 'r', prefix, style, timeoutSeconds: 5 };

  for (const credentials of ['anonymous', 'chain'] as const) {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const engine = s3Engine({ ...source, credentials, concurrency: 2 });
    const received = await engine.get({ ...small(KEY), size: 95 }, SIGNAL);
    expect(received.content?.toString()).toContain('BTCUSDT-1h-2026-07-01.zip');
    await expect(engine.get(small(MISSING), SIGNAL)).rejects.toMatchObject({ code: 'not_found' });
    await engine.close();
  }

  const listing = s3Listing({ ...source, concurrency: 2 });
  const listed = [];
  const options = { startAfter: `${FOLDER}BTCUSDT-1h-2026-07-01`, pageSize: 2 };
  for await (const { key } of listing.objects(FOLDER, options)) if (listed.push(key) === 3) break;
  expect(listed).toEqual([`${FOLDER}BTCUSDT-1h-2026-07-01.zip`, KEY, `${FOLDER}BTCUSDT-1h-2026-07-02.zip`]);
  expect(await listing.folders('data/spot/daily/klines/')).toContain('BTCUSDT');
  listing.close();
});

test('a plain HTTP mirror: a 404 without the words of S3 means that the object does not exist', async () => {
  await using simulator = await startSimulator({
    source: belowPrefix(syntheticSource(), 'binance'),
    style: 'none',
  });
  const missing = { kind: 'status', status: 404, body: '<html>Not Found</html>' } as const;
  simulator.faults.add({ key: /1999/, fault: missing });
  const source = { endpoint: simulator.url, bucket: 'any', region: 'r', timeoutSeconds: 5 } as const;
  const engine = s3Engine({ ...source, prefix: 'binance', style: 'none', concurrency: 2 });
  const received = await engine.get({ ...small(KEY), size: 95 }, SIGNAL);
  expect(received.content?.toString()).toContain('BTCUSDT-1h-2026-07-01.zip');
  await expect(engine.get(small(MISSING), SIGNAL)).rejects.toMatchObject({ code: 'not_found' });
  await engine.close();

  const listing = s3Listing({ ...source, prefix: 'binance', style: 'none', concurrency: 1 });
  const unlistable = {
    code: 'request_refused',
    retry: 'never',
    hint: expect.stringContaining('planning to matrix'),
  };
  await expect(listing.folders(FOLDER)).rejects.toMatchObject(unlistable);
  listing.close();
});
