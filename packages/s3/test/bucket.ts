import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Arrived, Target } from '@tapehaul/downloader';
import { startVersitygw, type Versitygw } from '@tapehaul/testkit/services';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { s3Target } from '../src/target/s3-target.ts';

/** Bucket that all targets of these tests publish in. */
export const bucket = 'market.archive';
/** Path of a file in it. */
export const path = 'bronze/symbol=BTCUSDT/day=01/BTCUSDT-1d.zip';
/** Bytes of a mebibyte. */
export const MIB = 2 ** 20;

/** A real S3 server. */
let gateway: Versitygw;
/** Its client. */
let admin: S3Client;
/** Folder of files that are published. */
export let directory: string;
/** A signal that never aborts. */
export const { signal } = new AbortController();

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
export function targetBelow(prefix: string, options: { bucket?: string; endpoint?: string } = {}): Target {
  const { url: endpoint, region } = gateway;
  return s3Target({ endpoint, region, bucket, prefix, concurrency: 4, timeoutSeconds: 20, ...options });
}

/** A file in memory. */
export const inMemory = (text: string): Arrived => ({ kind: 'memory', bytes: Buffer.from(text) });
/** The SHA-256 of a file, in hexadecimal. */
export const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** A file on disk. */
export async function onDisk(name: string, bytes: Buffer) {
  const file = { kind: 'file', path: join(directory, name), size: bytes.length } as const;
  await writeFile(file.path, bytes);
  return file;
}

/** Reads a file of a target back. */
export async function textOf(target: Target, at: string): Promise<string> {
  return Buffer.concat(await Array.fromAsync(target.read(at, signal))).toString('utf8');
}

/** Keys below a prefix. */
export async function keysBelow(prefix: string): Promise<(string | undefined)[]> {
  const { Contents = [] } = await admin.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}/` }),
  );
  return Contents.map(({ Key }) => Key);
}

/** Uploads in parts that have not ended. */
export async function openUploads(): Promise<number> {
  const { Uploads = [] } = await admin.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return Uploads.length;
}

/** Passes requests on to the gateway, unchanged, and shows each one that writes before it is passed on. */
export async function writesSeen(see: (write: string, incoming: IncomingMessage) => void) {
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
