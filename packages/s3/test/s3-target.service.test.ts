import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Arrived, Target } from '@tapehaul/downloader';
import { startVersitygw, type Versitygw } from '@tapehaul/testkit/services';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { s3Target } from '../src/target/s3-target.ts';

const bucket = 'market.archive';
const path = 'bronze/symbol=BTCUSDT/day=01/BTCUSDT-1d.zip';

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

test('publishes a pair, shows what stands there, and gives it back', async () => {
  const target = targetBelow('lake/one');
  expect(await target.find(path)).toBeUndefined();
  const zip = await onDisk('small.zip', Buffer.from('candles'));
  const sha256 = sha256Of('candles');
  const standing = await target.publish(
    { zip, sidecar: inMemory('digest') },
    path,
    { sha256, replaces: false },
    signal,
  );
  expect(standing).toEqual({ bytes: 7, mtimeMs: expect.any(Number), sha256 });
  expect(standing?.mtimeMs).toBeGreaterThan(0);
  expect(await target.find(path)).toEqual(standing);
  expect(await target.find(`${path}.CHECKSUM`)).toEqual({ bytes: 6, mtimeMs: 0, sha256: null });
  expect(await textOf(target, path)).toBe('candles');
  expect(await textOf(target, `${path}.CHECKSUM`)).toBe('digest');
  expect(await keysBelow('lake/one')).toEqual([`lake/one/${path}`, `lake/one/${path}.CHECKSUM`]);
  expect(target.locate(path)).toBe(`s3://${bucket}/lake/one/${path}`);
  expect(existsSync(zip.path)).toBe(false);
  await target.durable(path);
  await target.close();
});

test('puts the sidecar of a new zip first, and that of a replaced one last', async () => {
  const writes: string[] = [];
  await using proxy = await writesSeen((write) => void writes.push(write.replace(/\?.*/, '')));
  const target = targetBelow('two', { endpoint: proxy.url });
  const put = (name: string): string => `PUT /${bucket}/two/a.zip${name}`;
  const pair = (zip: string, sidecar: string | null) => ({
    zip: inMemory(zip),
    sidecar: sidecar === null ? null : inMemory(sidecar),
  });
  await target.publish(
    pair('old', 'old digest'),
    'a.zip',
    { sha256: sha256Of('old'), replaces: false },
    signal,
  );
  expect(writes.splice(0)).toEqual([put('.CHECKSUM'), put('')]);
  await target.publish(
    pair('new!', 'new digest'),
    'a.zip',
    { sha256: sha256Of('new!'), replaces: true },
    signal,
  );
  expect(writes.splice(0)).toEqual([put(''), put('.CHECKSUM')]);
  expect(await target.find('a.zip')).toMatchObject({ bytes: 4, sha256: sha256Of('new!') });
  expect(await textOf(target, 'a.zip.CHECKSUM')).toBe('new digest');
  await target.publishSidecar(inMemory('other digest'), 'a.zip', signal);
  expect(await textOf(target, 'a.zip.CHECKSUM')).toBe('other digest');
  await target.publish(pair('bare', null), 'a.zip', { sha256: sha256Of('bare'), replaces: true }, signal);
  expect(await target.find('a.zip.CHECKSUM')).toBeUndefined();
  await target.close();
});
