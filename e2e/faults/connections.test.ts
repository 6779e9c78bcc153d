import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createDownloader, type Outcome } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keyOf, openTrial, type Trial } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

const KEYS = Array.from({ length: 20 }, (_, index) => keyOf('BTCUSDT', index + 1));

test('once it drains, no larger object begins either', async () => {
  trial.simulator.faults.add({ key: /./, fault: { kind: 'delay', milliseconds: 200 } });
  const downloader = createDownloader({
    engines: [s3Engine({ ...trial.source, concurrency: 4 })],
    target: trial.directory,
    checksum: false,
    retry: { retries: 0, delaySeconds: 0 },
  });
  const stop = new AbortController();
  // By their stated size they are too large to share a connection.
  const gets = KEYS.map((key) =>
    downloader.get({ key, size: 2_000_000 }, stop.signal).catch(() => undefined),
  );
  await trial.simulator.requests.waitFor(() => trial.simulator.requests.count({ method: 'GET' }) === 4);
  await downloader.drain();
  expect(new Set(trial.simulator.requests.list({ method: 'GET' }).map(({ key }) => key)).size).toBe(4);
  stop.abort();
  await Promise.all(gets);
  await downloader.close();
});

/** A server before another one that loses each request that comes before it has answered the one before. */
async function losing(origin: string) {
  let lost = 0;
  const server = createServer((socket) => {
    let busy = false;
    socket.on('error', () => {});
    socket.on('data', async (chunk) => {
      const paths = [...chunk.toString('latin1').matchAll(/^GET (\S+) HTTP/gm)].map(([, path = '']) => path);
      lost += busy ? paths.length : paths.length - 1;
      const [path] = paths;
      if (busy || path === undefined) return;
      busy = true;
      const answer = await fetch(origin + path);
      const body = Buffer.from(await answer.arrayBuffer());
      busy = false;
      if (socket.destroyed) return;
      socket.write(`HTTP/1.1 ${answer.status} X\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    lost: () => lost,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

/** Downloads all from behind a server that loses requests. */
async function downloadLosing(): Promise<Outcome[]> {
  await using server = await losing(trial.simulator.url);
  const downloader = createDownloader({
    engines: [s3Engine({ ...trial.source, endpoint: server.endpoint, concurrency: 2 })],
    target: trial.directory,
    retry: { retries: 3, delaySeconds: 0.01 },
  });
  const requests = KEYS.map((key) => ({ key, likelySize: 1_000 }));
  const outcomes = await Array.fromAsync(downloader.download(requests));
  await downloader.close();
  expect(server.lost()).toBeGreaterThan(0);
  return outcomes;
}

describe('behind a server that loses requests', () => {
  test('each object gets its own content or none', async () => {
    const outcomes = await downloadLosing();
    for (const { status, proof } of outcomes) expect([status, proof]).toEqual(['downloaded', 'sidecar']);
    await trial.expectAllTrue();
  });

  test('what is missing is absent, and nothing else', async () => {
    const missing = KEYS.filter((_, index) => index % 2 === 1);
    for (const key of missing.flatMap((one) => [one, `${one}.CHECKSUM`]))
      trial.simulator.faults.add({ key, fault: { kind: 'missing' } });
    const outcomes = await downloadLosing();
    for (const { key, status } of outcomes)
      expect([key, status]).toEqual([key, missing.includes(key) ? 'absent' : 'downloaded']);
    await trial.expectAllTrue();
  });

  test('an object without a sidecar gets its own content too', async () => {
    trial.simulator.faults.add({ key: /CHECKSUM$/, fault: { kind: 'missing' } });
    const outcomes = await downloadLosing();
    for (const { status } of outcomes) expect(status).toBe('unverified');
    await trial.expectAllTrue();
  });
});

test('an object without a sidecar is fetched once where it has a connection to itself', async () => {
  trial.simulator.faults.add({ key: /CHECKSUM$/, fault: { kind: 'missing' } });
  const downloader = createDownloader({ engines: [s3Engine(trial.source)], target: trial.directory });
  expect(await downloader.get({ key: keyOf('BTCUSDT', 1) })).toMatchObject({
    status: 'unverified',
    attempts: 1,
  });
  await downloader.close();
});
