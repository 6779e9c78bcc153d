import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proveTarget } from '@tapehaul/downloader';
import { targetContract } from '@tapehaul/downloader/contract';
import { type BucketFault, type BucketServer, startBucketServer } from '@tapehaul/testkit/network';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { s3Target } from '../src/target/s3-target.ts';

const bucket = 'market.archive';
const options = { bucket, region: 'us-east-1', concurrency: 4, timeoutSeconds: 20 };
let shared: BucketServer;

beforeAll(async () => {
  shared = await startBucketServer(bucket);
});
afterAll(() => shared[Symbol.asyncDispose]());
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hidden');
});
afterEach(() => vi.unstubAllEnvs());

targetContract('bucket', () => s3Target({ ...options, endpoint: shared.url, prefix: 'lake' }));

/** What a proof of a bucket with that fault finds broken, and the keys that it leaves. */
async function proofOf(fault?: BucketFault, only?: readonly string[]) {
  await using server = await startBucketServer(bucket, fault);
  const staging = await mkdtemp(join(tmpdir(), 'tapehaul-staged-'));
  const target = s3Target({ ...options, endpoint: server.url });
  const { signal } = new AbortController();
  const broken: string[] = [];
  for await (const { name, wrong } of proveTarget(target, { staging, signal, ...(only && { only }) }))
    if (wrong !== undefined) broken.push(name);
  await target.close();
  await rm(staging, { recursive: true });
  return { broken, left: [...server.objects.keys()] };
}

test('a sound bucket keeps every promise, and nothing is left in it', async () => {
  expect(await proofOf()).toEqual({ broken: [], left: [] });
});

test.each<[BucketFault, string]>([
  ['loses writes', 'publishes'],
  ['answers reads from a cache', 'replaces'],
  ['cuts off parts', 'publishes_large'],
  ['ignores checksums', 'refuses_other_bytes'],
  ['ignores copies', 'keeps_versions'],
  ['ignores deletes', 'drops_sidecars'],
  ['ignores deletes', 'removes'],
  ['ignores deletes', 'leaves_nothing'],
  ['forbids deletes', 'leaves_nothing'],
  ['decodes names twice', 'tells_names_apart'],
  ['gives empty files for missing ones', 'reports_missing'],
])('a bucket that %s is found out: %s', async (fault, promise) => {
  const only = [promise === 'leaves_nothing' ? 'adds_sidecars' : promise];
  expect((await proofOf(fault, only)).broken).toContain(promise);
});
