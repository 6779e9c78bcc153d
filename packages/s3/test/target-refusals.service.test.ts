import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type Arrived, proveTarget, type Target } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { startVersitygw, type Versitygw } from '@tapehaul/testkit/services';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { s3Target } from '../src/target/s3-target.ts';

const bucket = 'market.archive';
const path = 'bronze/symbol=BTCUSDT/day=01/BTCUSDT-1d.zip';
const MIB = 2 ** 20;

let gateway: Versitygw;
let admin: S3Client;
let directory: string;
const { signal } = new AbortController();

beforeAll(async () => {
  gateway = await startVersitygw();
  await gateway.createBucket(bucket);
  const { url: endpoint, region, accessKeyId, secretAccessKey } = gateway;
  const credentials = { accessKeyId, secretAccessKey };
  admin = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-target-'));
});
afterAll(async () => {
  admin.destroy();
  await gateway.close();
  await rm(directory, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', gateway.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', gateway.secretAccessKey);
});
afterEach(() => vi.unstubAllEnvs());

/** A target below a prefix of its own. */
function targetBelow(prefix: string, options: { bucket?: string; endpoint?: string } = {}): Target {
  const { url: endpoint, region } = gateway;
  return s3Target({ endpoint, region, bucket, prefix, concurrency: 4, timeoutSeconds: 20, ...options });
}

const inMemory = (text: string): Arrived => ({ kind: 'memory', bytes: Buffer.from(text) });
const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

async function onDisk(name: string, bytes: Buffer) {
  const file = { kind: 'file', path: join(directory, name), size: bytes.length } as const;
  await writeFile(file.path, bytes);
  return file;
}

async function textOf(target: Target, at: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(target.read(at, signal))).toString('utf8');
}

async function keysBelow(prefix: string): Promise<(string | undefined)[]> {
  const { Contents = [] } = await admin.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}/` }),
  );
  return Contents.map(({ Key }) => Key);
}

async function openUploads(): Promise<number> {
  const { Uploads = [] } = await admin.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return Uploads.length;
}

/** Passes requests on to the gateway, unchanged, and shows each one that writes before it is passed on. */
async function writesSeen(see: (write: string, incoming: IncomingMessage) => void) {
  const server = createServer((incoming, answer) => {
    const { method, url = '', headers } = incoming;
    if (method !== 'GET' && method !== 'HEAD') see(`${method} ${url}`, incoming);
    const onward = httpRequest(gateway.url + url, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 500, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('puts a file of 40 MiB in parts', async () => {
  const writes: string[] = [];
  await using proxy = await writesSeen((write) => void writes.push(write));
  const target = targetBelow('three', { endpoint: proxy.url });
  const bytes = randomBytes(40 * MIB);
  const zip = await onDisk('large.zip', bytes);
  const standing = await target.publish(
    { zip, sidecar: inMemory('d') },
    path,
    { sha256: sha256Of(bytes), replaces: false },
    signal,
  );
  expect(await target.find(path)).toEqual(standing);
  expect(writes.filter((write) => write.includes('partNumber='))).toHaveLength(5);
  const back = Buffer.concat(await Array.fromAsync(target.read(path, signal)));
  expect(sha256Of(back)).toBe(sha256Of(bytes));
  expect(await openUploads()).toBe(0);
  expect(existsSync(zip.path)).toBe(false);
  await target.close();
});

test.each([1, 20 * MIB])('refuses a file of %i bytes that is no longer what was proved', async (size) => {
  const target = targetBelow(`four-${size}`);
  const zip = await onDisk(`rotten-${size}.zip`, randomBytes(size));
  const publishing = target.publish(
    { zip, sidecar: null },
    path,
    { sha256: sha256Of('proved'), replaces: false },
    signal,
  );
  await expect(publishing).rejects.toMatchObject({ code: 'checksum_mismatch', retry: 'later' });
  expect(await keysBelow(`four-${size}`)).toEqual([]);
  expect(await openUploads()).toBe(0);
  await target.close();
});

test('leaves nothing of a large upload that is stopped in its middle', async () => {
  const stop = new AbortController();
  const reason = new TapehaulError('cancelled', 'that is enough');
  await using proxy = await writesSeen((write, incoming) => {
    // Stops once bytes of a part arrive, while the parts after the fourth have not been sent.
    if (write.includes('partNumber=2')) incoming.once('data', () => stop.abort(reason));
  });
  const target = targetBelow('five', { endpoint: proxy.url });
  const bytes = randomBytes(64 * MIB);
  const zip = await onDisk('stopped.zip', bytes);
  const publishing = target.publish(
    { zip, sidecar: inMemory('d') },
    path,
    { sha256: sha256Of(bytes), replaces: false },
    stop.signal,
  );
  await expect(publishing).rejects.toBe(reason);
  expect(await openUploads()).toBe(0);
  expect(await target.find(path)).toBeUndefined();
  expect(existsSync(zip.path)).toBe(false);
  const after = target.publish(
    { zip: inMemory('x'), sidecar: null },
    path,
    { sha256: sha256Of('x'), replaces: false },
    stop.signal,
  );
  await expect(after).rejects.toBe(reason);
  await target.close();
});

test('says that the bucket is missing, before anything is put and when it is', async () => {
  const target = targetBelow('', { bucket: 'nowhere' });
  const missing = { code: 'bucket_not_found', hint: expect.stringContaining('storage.bucket') };
  await expect(target.find(path)).rejects.toMatchObject(missing);
  const publishing = target.publishSidecar(inMemory('d'), path, signal);
  await expect(publishing).rejects.toMatchObject(missing);
  expect(target.locate('a.zip')).toBe('s3://nowhere/a.zip');
  await target.close();
});

test.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('refuses a wrong %s', async (name) => {
  vi.stubEnv(name, 'wrong');
  const target = targetBelow('six');
  const denied = {
    code: 'access_denied',
    retry: 'never',
    hint: expect.stringMatching(/AWS_PROFILE.*s3:PutObject/),
  };
  await expect(target.find(path)).rejects.toMatchObject(denied);
  const publishing = target.publish(
    { zip: inMemory('x'), sidecar: null },
    path,
    { sha256: sha256Of('x'), replaces: false },
    signal,
  );
  await expect(publishing).rejects.toMatchObject(denied);
  await target.close();
});

test('says that what is read is not there', async () => {
  const target = targetBelow('seven');
  await expect(textOf(target, path)).rejects.toMatchObject({ code: 'not_found' });
  await target.close();
});

test('a real server keeps every promise of a target, and nothing is left in its bucket', async () => {
  const target = targetBelow('eight');
  const broken = [];
  const others = await openUploads();
  for await (const proved of proveTarget(target, { staging: directory, signal }))
    if (proved.wrong !== undefined) broken.push(proved);
  expect(broken).toEqual([]);
  expect(await keysBelow('eight')).toEqual([]);
  expect(await openUploads()).toBe(others);
  await target.close();
});
