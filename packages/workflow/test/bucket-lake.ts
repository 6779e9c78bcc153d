import { createHash } from 'node:crypto';
import { type BucketServer, startBucketServer } from '@tapehaul/testkit/network';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';

/** A bucket `lake`, empty at the begin of each test, and credentials for it. */
export let lake: BucketServer;
beforeAll(async () => {
  lake = await startBucketServer('lake');
});
beforeEach(() => {
  const none = { AWS_PROFILE: undefined, AWS_SESSION_TOKEN: undefined, AWS_EC2_METADATA_DISABLED: 'true' };
  const files = { AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' };
  const keys = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'hidden' };
  for (const [name, value] of Object.entries({ ...none, ...files, ...keys })) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  lake.objects.clear();
  lake.requests.length = 0;
  lake.fails = () => false;
});
afterAll(() => lake[Symbol.asyncDispose]());

/** Keys of a configuration that send files to `raw/` of the bucket. */
export const intoLake = () => ({
  use_cloud_storage: true,
  storage: { type: 's3', bucket: 'lake', prefix: 'raw', endpoint: lake.url, region: 'us-east-1' },
});

/** Names of objects that end with a text, below the prefix, sorted. */
export const lakeFiles = (end: string): string[] =>
  [...lake.objects.keys()]
    .filter((key) => key.endsWith(end))
    .map((key) => key.replace(/^raw\//, ''))
    .sort();

/** The content of a file of the bucket. */
export function lakeFile(path: string): Buffer {
  const stored = lake.objects.get(`raw/${path}`);
  if (stored === undefined) throw new Error(`the bucket has no ${path}`);
  return stored.body;
}

/** Puts other content at a path, as somebody else would. */
export function replaceInLake(path: string, body: Buffer): void {
  lake.objects.set(`raw/${path}`, { body, metadata: {} });
}

/** Digest as 64 hex digits. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Requests of a kind since the last call, such as `PUT`, below the prefix. */
export function requestsOf(kind: 'GET' | 'PUT' | 'LIST' | 'HEAD' | 'DELETE'): string[] {
  return lake.requests
    .filter((request) => request.startsWith(`${kind} raw/`))
    .map((request) => request.slice(kind.length + 5));
}
