import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { collect } from './archive.ts';

beforeEach(() => {
  const none = { AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined, AWS_EC2_METADATA_DISABLED: 'true' };
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' };
  const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden' };
  for (const [name, value] of Object.entries({ ...none, ...files, ...keys })) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

/** A bucket that is empty, and answers lists and writes as a test says. */
async function bucketWith({ lists, writes }: Record<'lists' | 'writes', (response: ServerResponse) => void>) {
  let written = 0;
  const server = createServer((request, response) => {
    request.resume();
    if (request.method === 'HEAD') response.writeHead(404).end();
    else if (request.method === 'GET') lists(response);
    else {
      written += 1;
      writes(response);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes: () => written,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const refuse =
  (status: number, code: string) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`);
  };
const listNothing = (response: ServerResponse): void => {
  response.end('<ListBucketResult><Name>lake</Name><KeyCount>0</KeyCount></ListBucketResult>');
};

const intoBucket = (endpoint: string) => ({
  use_cloud_storage: true,
  storage: { type: 's3', bucket: 'lake', prefix: 'raw', endpoint, region: 'us-east-1' },
});

/** Asserts one error for the run, and none for a file. */
function expectOneError(result: Awaited<ReturnType<typeof collect>>, error: object): void {
  expect(result).toMatchObject({ status: 'failed', error });
  expect(result.failures).toEqual([]);
}

const unusable = 's3://lake/raw cannot be used';

test.each(['matrix', 'listing'])(
  'no credentials for the bucket are one error, planned by %s',
  async (planning) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    const result = await collect({ planning, ...intoBucket('http://127.0.0.1:9') });
    expectOneError(result, {
      code: 'access_denied',
      message: `the storage ${unusable}: no credentials were found. storage.bucket is lake`,
      hint: expect.stringContaining('AWS_ACCESS_KEY_ID'),
    });
    expect(result.metadata.files).toEqual({});
  },
);

test('a bucket that is missing is one error, before anything is fetched', async () => {
  await using bucket = await bucketWith({
    lists: refuse(404, 'NoSuchBucket'),
    writes: refuse(404, 'NoSuchBucket'),
  });
  const result = await collect(intoBucket(bucket.url));
  expectOneError(result, { code: 'bucket_not_found', message: expect.stringContaining(unusable) });
  expect(result.downloader_stats).toMatchObject({ total_bytes: 0 });
});

test('a storage where nothing listens is one error that names its endpoint', async () => {
  const bucket = await bucketWith({ lists: listNothing, writes: listNothing });
  await bucket[Symbol.asyncDispose]();
  const result = await collect(intoBucket(bucket.url));
  expectOneError(result, {
    code: 'connection_failed',
    message: expect.stringContaining(`storage.endpoint is ${bucket.url}`),
  });
  expect(result.exit_code).toBe(5);
});

test('a bucket that may be read and not written ends the run at the first refusal', async () => {
  await using bucket = await bucketWith({ lists: listNothing, writes: refuse(403, 'AccessDenied') });
  const dates = { start: '2025-01-01', end: '2025-06-30' };
  const result = await collect({ ...intoBucket(bucket.url), partition: 'daily', date_range: dates });
  expectOneError(result, {
    code: 'access_denied',
    message: expect.stringContaining(unusable),
    hint: expect.stringContaining('s3:PutObject'),
  });
  expect(bucket.writes()).toBeLessThan(50);
});
