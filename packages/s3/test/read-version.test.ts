import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keyOf, startSmallArchive } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { s3Engine } from '../src/index.ts';
import { SIGNAL } from './own-server.ts';

/** The version that an engine reports of an object of a server that answers so. */
async function versionFrom(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r', timeoutSeconds: 1 };
  const engine = s3Engine(source);
  try {
    return await engine.get({ key: 'a.zip', path: '/nowhere', versionOnly: true }, SIGNAL);
  } finally {
    await engine.close();
    server.closeAllConnections();
    server.close();
  }
}

const DATE = 'Wed, 02 Sep 2026 07:40:48 GMT';
const SEEN = { etag: 'e', lastModified: '2026-09-02T07:40:48.000Z', sha256: null, content: null };

test('the version of an object is what a fetch of it reports', async () => {
  await using archive = await startSmallArchive();
  const engine = s3Engine({ endpoint: archive.url, bucket: archive.bucket, region: 'r' });
  for (const day of [1, 2]) {
    const key = keyOf('BTCUSDT', day);
    const { bytes, etag, lastModified } = await engine.get(
      { key, path: '/nowhere', likelySize: 1, proved: true, inMemoryUpTo: 100_000 },
      SIGNAL,
    );
    const version = await engine.get({ key, path: '/nowhere', versionOnly: true }, SIGNAL);
    expect(version).toEqual({ bytes, etag, lastModified, sha256: null, content: null });
  }
  await engine.close();
});

test('a server that ignores ranges is not read to the end', async () => {
  let closed: Promise<unknown> | undefined;
  const version = await versionFrom((_, response) => {
    closed = once(response, 'close');
    response.writeHead(200, { etag: '"e"', 'last-modified': DATE, 'content-length': 2 ** 40 });
    response.write(Buffer.alloc(100_000));
  });
  expect(version).toEqual({ bytes: 2 ** 40, ...SEEN });
  await closed;
});

test('a server that does not say how long an object is does not report its version', async () => {
  const answer: RequestListener = (_, response) => {
    response.writeHead(200, { etag: '"e"', 'transfer-encoding': 'chunked' });
    response.end('abc');
  };
  await expect(versionFrom(answer)).rejects.toMatchObject({ code: 'server_error' });
});

test('the version of an object that the archive does not have is its absence', async () => {
  const document = '<Error><Code>NoSuchKey</Code><Key>a.zip</Key></Error>';
  const missing: RequestListener = (_, response) => void response.writeHead(404).end(document);
  await expect(versionFrom(missing)).rejects.toMatchObject({ code: 'not_found' });
});
