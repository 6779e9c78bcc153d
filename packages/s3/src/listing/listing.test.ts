import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asTapehaulError } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import { expect, test, vi } from 'vitest';
import { s3Listing } from '../index.ts';

/** The next page that each page names, by token; the first page has none. */
const NEXT: Readonly<Record<string, string>> = { '': 'a', a: 'b', b: 'a' };

test('a listing that comes back to a page that it had is refused', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const token = new URL(url, 'http://localhost').searchParams.get('continuation-token') ?? '';
    asked.push(token);
    const object = `<Contents><Key>k${token}</Key><Size>1</Size></Contents>`;
    const more = `<IsTruncated>true</IsTruncated><NextContinuationToken>${NEXT[token]}</NextContinuationToken>`;
    response.end(`<ListBucketResult><Name>b</Name>${more}${object}</ListBucketResult>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r' };
  const listing = s3Listing({ ...source, concurrency: 1, timeoutSeconds: 5 });
  const refused = { code: 'listing_invalid', hint: expect.stringContaining('source.endpoint') };
  await expect(Array.fromAsync(listing.objects(''))).rejects.toMatchObject(refused);
  expect(asked).toEqual(['', 'a', 'b']);
  listing.close();
  server.closeAllConnections();
  server.close();
});

test('each page waits for its turn, and one that is stopped meanwhile is not requested', async () => {
  let pages = 0;
  const server = createServer((_, response) => {
    pages += 1;
    const more = `<IsTruncated>true</IsTruncated><NextContinuationToken>${pages}</NextContinuationToken>`;
    const object = `<Contents><Key>k${pages}</Key><Size>1</Size></Contents>`;
    response.end(`<ListBucketResult><Name>b</Name>${more}${object}</ListBucketResult>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r' };
  const stop = new AbortController();
  const begun: number[] = [];
  const pace = {
    async turn(signal: AbortSignal): Promise<void> {
      begun.push(pages);
      if (begun.length === 3) stop.abort();
      signal.throwIfAborted();
    },
  };
  const { signal } = stop;
  const listing = s3Listing({ ...source, concurrency: 1, timeoutSeconds: 5, pace, signal });
  await expect(Array.fromAsync(listing.objects(''))).rejects.toMatchObject({ code: 'cancelled' });
  expect(begun).toEqual([0, 1, 2]);
  expect([pages, listing.requests]).toEqual([2, 2]);
  listing.close();
  server.closeAllConnections();
  server.close();
});

test('a page that cannot be fetched is requested again, however long it waits for its turn', async () => {
  let requests = 0;
  const server = createServer(({ socket }, response) => {
    requests += 1;
    // So often the SDK requests it by itself.
    if (requests <= 4) socket.destroy();
    else response.end('<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated></ListBucketResult>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r' };
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const pace = { turn: async () => void vi.advanceTimersByTime(60_000) };
    const listing = s3Listing({ ...source, concurrency: 1, timeoutSeconds: 5, pace });
    expect(await Array.fromAsync(listing.objects(''))).toEqual([]);
    expect([requests, listing.requests]).toEqual([5, 2]);
    listing.close();
  } finally {
    vi.useRealTimers();
    server.closeAllConnections();
    server.close();
  }
});

test('a source that is not there has the same error over connections that are guarded', async () => {
  const source = {
    endpoint: 'http://127.0.0.1:9',
    bucket: 'b',
    region: 'r',
    concurrency: 1,
    timeoutSeconds: 5,
  };
  const errorOver = async (network: ReturnType<typeof networkOf>) => {
    const listing = s3Listing({ ...source, network });
    const thrown = await Array.fromAsync(listing.objects('data/')).catch((error: unknown) => error);
    listing.close();
    return asTapehaulError(thrown).toJSON();
  };
  const [free, guarded] = await Promise.all([
    errorOver(networkOf({})),
    errorOver(networkOf({}).guardedBy(() => true)),
  ]);
  expect(guarded).toMatchObject({
    code: 'connection_failed',
    hint: expect.stringContaining('source.endpoint'),
  });
  expect(guarded).toEqual(free);
});

test.each(['oops', '{"error": "no"}', '<Error>', '', '<html></html>'])(
  'a refusal without words of S3 has its status and nothing of the SDK: %j',
  async (body) => {
    const server = createServer((_, response) => response.writeHead(400).end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const source = { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r' };
    const listing = s3Listing({ ...source, concurrency: 1, timeoutSeconds: 5 });
    await expect(Array.fromAsync(listing.objects('data/'))).rejects.toMatchObject({
      code: 'request_refused',
      message: 'listing of data/: the server answers 400',
    });
    listing.close();
    server.closeAllConnections();
    server.close();
  },
);
