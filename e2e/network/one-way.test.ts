import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { createDownloader, type Engine } from '@tapehaul/downloader';
import { networkOf } from '@tapehaul/network';
import { s3Engine } from '@tapehaul/s3';
import { findS5cmd, s5cmdEngine } from '@tapehaul/s5cmd';
import { makeAuthority, tlsFront } from '@tapehaul/testkit/network';
import { afterAll, beforeAll, expect, test } from 'vitest';

const open = new AsyncDisposableStack();
let folder = '';
let source = { endpoint: '', bucket: 'data.binance.vision', region: 'r' };
let trusting = networkOf({});
let binary = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'one-way-'));
  open.defer(() => rm(folder, { recursive: true }));
  const authority = await makeAuthority(folder, 'IP:0.0.0.0');
  const simulator = open.use(
    await startSimulator({ source: syntheticSource({ maxRows: 24, now: new Date('2026-10-01') }) }),
  );
  const front = open.use(await tlsFront(authority, simulator.port));
  source = { ...source, endpoint: `https://0.0.0.0:${front.port}` };
  trusting = networkOf({ SSL_CERT_FILE: authority.file });
  binary = (await findS5cmd())?.path ?? '';
});
afterAll(() => open.disposeAsync());

const KEYS = Array.from({ length: 120 }, (_, index) => {
  const day = new Date(Date.UTC(2025, 6, 1 + index)).toISOString().slice(0, 10);
  return `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-${day}.zip`;
});

/** An engine that trusts the authority of the source, or only those of the machine. */
const engines: Record<'s3' | 's5cmd', (trusts: boolean) => Engine> = {
  s3: (trusts) => s3Engine({ ...source, network: trusts ? trusting : networkOf({}), concurrency: 2 }),
  s5cmd: (trusts) =>
    s5cmdEngine({ ...source, binary, env: {}, network: trusts ? trusting : networkOf({}), workers: 2 }),
};

test.each([
  ['s5cmd', 's3'],
  ['s3', 's5cmd'],
] as const)(
  'where %s finds no way, %s takes over, and the other is soon not used again',
  async (lost, other) => {
    const changes: string[] = [];
    const downloader = createDownloader({
      engines: [engines[lost](false), engines[other](true)],
      target: await mkdtemp(join(folder, 'target-')),
      checksum: false,
      retry: { retries: 0, delaySeconds: 0 },
      onFallBack: ({ from, to, code }) => changes.push(`${from} ${to} ${code}`),
    });
    const outcomes = await Array.fromAsync(downloader.download(KEYS.map((key) => ({ key }))));
    await downloader.close();
    expect(outcomes.map(({ status, engine }) => `${status} ${engine}`)).toEqual(
      KEYS.map(() => `downloaded ${other}`),
    );
    expect(new Set(changes)).toEqual(new Set([`${lost} ${other} tls_untrusted`]));
    // Three in a row, and those in progress by then.
    expect(changes.length).toBeLessThan(KEYS.length);
  },
);

test('a private authority that neither trusts is the error of the last, in plain words', async () => {
  const downloader = createDownloader({
    engines: [engines.s3(false), engines.s5cmd(false)],
    target: await mkdtemp(join(folder, 'target-')),
    checksum: false,
    retry: { retries: 0, delaySeconds: 0 },
  });
  const [outcome] = await Array.fromAsync(downloader.download([{ key: KEYS[0] ?? '' }]));
  await downloader.close();
  expect(outcome?.error).toMatchObject({
    code: 'tls_untrusted',
    hint: expect.stringContaining('SSL_CERT_FILE'),
  });
  expect(outcome?.error?.message).toMatch(/s5cmd does not trust the certificate of 0\.0\.0\.0:\d+$/);
});
