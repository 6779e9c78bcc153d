import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BucketServer, startBucketServer } from '@tapehaul/testkit/network';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type BucketTarget, s3Target } from '../src/index.ts';

const { signal } = new AbortController();
let server: BucketServer;
let target: BucketTarget;
let folder: string;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'hidden');
  server = await startBucketServer('lake');
  const where = { endpoint: server.url, region: 'us-east-1', bucket: 'lake', prefix: 'raw' };
  target = s3Target({ ...where, concurrency: 4, timeoutSeconds: 20 });
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-bucket-files-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await target.close();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function fileOf(bytes: Buffer) {
  const path = join(folder, 'table.parquet');
  await writeFile(path, bytes);
  return { kind: 'file', path, size: bytes.length } as const;
}

test.each([
  ['one request', 1_000],
  ['parts', 17 * 2 ** 20],
])('a file that goes up in %s stands alone, with its digest, in place of the one before', async (_, size) => {
  for (const fill of [1, 2]) {
    const bytes = Buffer.alloc(size, fill);
    const file = await fileOf(bytes);
    await target.put(file, 'silver/table.parquet', sha256Of(bytes), signal);
    expect(await target.find('silver/table.parquet')).toMatchObject({ bytes: size, sha256: sha256Of(bytes) });
    expect(existsSync(file.path)).toBe(true);
  }
  expect([...server.objects.keys()]).toEqual(['raw/silver/table.parquet']);
});

test.each([
  ['one request', 1_000],
  ['parts', 17 * 2 ** 20],
])('a file that changed before it went up in %s does not appear', async (_, size) => {
  const file = await fileOf(Buffer.alloc(size, 1));
  const other = sha256Of(Buffer.alloc(size, 2));
  await expect(target.put(file, 'silver/table.parquet', other, signal)).rejects.toMatchObject({
    code: 'checksum_mismatch',
  });
  expect(server.objects.size).toBe(0);
});

test('a listing goes through all pages of what begins with a text, below the prefix alone', async () => {
  for (const name of [
    'raw/a/3',
    'raw/a/1',
    'raw/a/2',
    'raw/a/&',
    'raw/a/币安人生',
    'raw/b',
    'rawer/a/1',
    'a/4',
  ])
    server.objects.set(name, { body: Buffer.from(name), metadata: {} });
  const listed = async (beginning: string) =>
    (await Array.fromAsync(target.list(beginning, signal))).flat().map(({ path }) => path);
  expect(await listed('a/')).toEqual(['a/&', 'a/1', 'a/2', 'a/3', 'a/币安人生']);
  expect(await listed('')).toEqual(['a/&', 'a/1', 'a/2', 'a/3', 'a/币安人生', 'b']);
  expect(await listed('none/')).toEqual([]);
  const [page] = await Array.fromAsync(target.list('b'));
  expect(page).toEqual([{ path: 'b', bytes: 5 }]);
  await expect(Array.fromAsync(target.list('a/', AbortSignal.abort()))).rejects.toMatchObject({
    code: 'cancelled',
  });
});
