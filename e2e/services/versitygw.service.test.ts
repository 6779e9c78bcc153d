import { existsSync } from 'node:fs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startVersitygw, type Versitygw } from '@tapehaul/testkit/services';
import { afterAll, beforeAll, expect, test } from 'vitest';

const bucket = 'data.binance.vision';
const key = 'data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-2025-07-01.zip';
let gateway: Versitygw;

beforeAll(async () => {
  gateway = await startVersitygw();
  await gateway.createBucket(bucket, { anonymousRead: true });
}, 600_000);
afterAll(() => gateway.close());

test('keeps what its account puts, with an ETag', async () => {
  const { url: endpoint, region, accessKeyId, secretAccessKey } = gateway;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, forcePathStyle: true, credentials });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'candles' }));
  const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  expect(await Body?.transformToString()).toBe('candles');
  expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
  client.destroy();
});

test('lets everyone list and read a bucket made so, and no one write', async () => {
  const object = `${gateway.url}/${bucket}/${key}`;
  expect(await (await fetch(object)).text()).toBe('candles');
  expect(await (await fetch(`${gateway.url}/${bucket}?list-type=2`)).text()).toContain(`<Key>${key}</Key>`);
  expect((await fetch(object, { method: 'PUT', body: 'other' })).status).toBe(403);
  expect((await fetch(object, { method: 'DELETE' })).status).toBe(403);
  expect(await (await fetch(object)).text()).toBe('candles');
});

test('keeps a bucket to its account by default', async () => {
  await gateway.createBucket('private');
  expect((await fetch(`${gateway.url}/private?list-type=2`)).status).toBe(403);
});

test('leaves no process and no folder', async () => {
  const other = await startVersitygw();
  expect(() => process.kill(other.pid, 0)).not.toThrow();
  await other.close();
  expect(() => process.kill(other.pid, 0)).toThrow('ESRCH');
  expect(existsSync(other.root)).toBe(false);
});

test('keeps the objects of a folder that is given', async () => {
  await using again = await startVersitygw({ root: gateway.root });
  expect(await (await fetch(`${again.url}/${bucket}/${key}`)).text()).toBe('candles');
  await again.close();
  expect(existsSync(gateway.root)).toBe(true);
});
