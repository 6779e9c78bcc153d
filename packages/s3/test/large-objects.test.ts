import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ObjectSource, type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type S3Options, s3Engine } from '../src/index.ts';

const KEY = 'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2026-07-01.zip';
const MIB = 2 ** 20;
const content = randomBytes(5 * MIB + 321);
const never = new AbortController().signal;

let directory = '';
let simulator: Simulator;
/** What the object's ETag is, as often as it is requested. */
let etag: () => string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul large '));
  etag = () => 'first';
  const info = () => ({ key: KEY, size: content.length, etag: etag(), lastModified: new Date() });
  const source: ObjectSource = {
    stat: async (key) => (key === KEY ? info() : undefined),
    async *read(_, { start, end }) {
      for (let from = start; from < end; from += 65_536)
        yield content.subarray(from, Math.min(end, from + 65_536));
    },
    list: async () => ({ entries: [], truncated: false }),
  };
  simulator = await startSimulator({ source });
});
afterEach(async () => {
  await simulator.close();
  await rm(directory, { recursive: true, force: true });
});

/** Fetches the object with parts of half a MiB. */
async function fetchLarge(options: Partial<S3Options> = {}) {
  const source = { endpoint: simulator.url, bucket: simulator.bucket, region: 'r' };
  const rules = { splitAbove: MIB, partBytes: MIB / 2, timeoutSeconds: 2 };
  const engine = s3Engine({ ...source, concurrency: 8, ...rules, ...options });
  const path = join(directory, 'large.zip');
  try {
    return await engine.get({ key: KEY, path }, never);
  } finally {
    await engine.close();
  }
}
/** A server of one's own manners. */
async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
const written = () => readFile(join(directory, 'large.zip'));
const gets = () => simulator.requests.list({ method: 'GET' }).length;

describe('a large object', () => {
  test('comes whole over several connections where some are idle', async () => {
    expect(await fetchLarge()).toMatchObject({ bytes: content.length, etag: 'first', content: null });
    expect((await written()).equals(content)).toBe(true);
    expect(gets()).toBeGreaterThan(1);
    expect(simulator.requests.count({ method: 'HEAD' })).toBe(0);
  });

  test('comes with one plain GET, hashed on the way, where no connection is idle', async () => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(await fetchLarge({ concurrency: 1 })).toMatchObject({ bytes: content.length, sha256 });
    expect((await written()).equals(content)).toBe(true);
    expect(gets()).toBe(1);
  });

  test('comes with one plain GET where its ETag is a weak one', async () => {
    let requests = 0;
    await using server = await serve((_, response) => {
      requests += 1;
      response.setHeader('etag', 'W/"first"').setHeader('content-length', content.length).end(content);
    });
    const received = await fetchLarge({ endpoint: server.endpoint });
    expect(received.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(requests).toBe(1);
  });

  test('that is replaced while it is fetched is never mixed of two versions', async () => {
    let asked = 0;
    etag = () => (++asked > 1 ? 'second' : 'first');
    await expect(fetchLarge()).rejects.toMatchObject({ code: 'changed_upstream', retry: 'later' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('survives a helper that breaks off', async () => {
    simulator.faults.add({ key: KEY, times: 1, fault: { kind: 'delay', milliseconds: 0 } });
    simulator.faults.add({ key: KEY, times: 3, fault: { kind: 'reset', afterBytes: 1_000 } });
    await fetchLarge();
    expect((await written()).equals(content)).toBe(true);
  });

  test('survives a part that the server refuses more than once', async () => {
    // Parts are answered only once their first reader has left.
    const left = Promise.withResolvers<void>();
    let refused = 0;
    await using server = await serve(async ({ headers }, response) => {
      response.setHeader('etag', '"first"');
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      if (from === undefined) {
        response.setHeader('content-length', content.length).on('close', left.resolve);
        response.write(content.subarray(0, 3 * MIB));
        return;
      }
      await left.promise;
      if (Number(to) === content.length - 1 && ++refused <= 2) response.writeHead(503).end();
      else {
        response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${content.length}` });
        response.end(content.subarray(Number(from), Number(to) + 1));
      }
    });
    await fetchLarge({ endpoint: server.endpoint });
    expect((await written()).equals(content)).toBe(true);
    expect(refused).toBe(3);
  });

  test('comes whole from a server that ignores ranges', async () => {
    // Parts are answered only once their first reader has come to a part that a helper has, and left.
    const left = Promise.withResolvers<void>();
    let whole = 0;
    await using server = await serve(async ({ headers }, response) => {
      response.setHeader('etag', '"first"').setHeader('content-length', content.length);
      if (headers.range !== undefined) await left.promise;
      else if (++whole === 1) {
        response.on('close', left.resolve).write(content.subarray(0, 3 * MIB));
        return;
      }
      response.end(content);
    });
    await fetchLarge({ endpoint: server.endpoint });
    expect((await written()).equals(content)).toBe(true);
  });

  test('that takes too long in all is given up', async () => {
    simulator.faults.add({ key: KEY, fault: { kind: 'stall', afterBytes: 100 } });
    const slow = { timeoutSeconds: 60, totalTimeoutSeconds: 0.2 };
    await expect(fetchLarge(slow)).rejects.toMatchObject({ code: 'timed_out', retry: 'later' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('is given all the time it takes, as long as its bytes move, unless a time is set', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const go = Promise.withResolvers<void>();
      simulator.faults.add({ key: KEY, times: 1, fault: { kind: 'hold', until: go.promise } });
      const getting = fetchLarge({ timeoutSeconds: 100_000 });
      await simulator.requests.waitFor(({ key }) => key === KEY);
      await vi.advanceTimersByTimeAsync(20 * 3_600_000);
      go.resolve();
      expect(await getting).toMatchObject({ bytes: content.length });
    } finally {
      vi.useRealTimers();
    }
  });

  test('is given as long as a timer can wait where a longer time is set', async () => {
    expect(await fetchLarge({ totalTimeoutSeconds: 1e9 })).toMatchObject({ bytes: content.length });
  });

  test('comes over the AWS SDK too, with the credentials of its chain', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'key';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    try {
      await fetchLarge({ credentials: 'chain' });
    } finally {
      delete process.env.AWS_ACCESS_KEY_ID;
      delete process.env.AWS_SECRET_ACCESS_KEY;
    }
    expect((await written()).equals(content)).toBe(true);
    expect(gets()).toBeGreaterThan(1);
  });
});

test('a hasher receives how far the file is from its beginning, whatever is read in parts', async () => {
  const source = { endpoint: simulator.url, bucket: simulator.bucket, region: 'r' };
  for (const splitAbove of [MIB, 100 * MIB]) {
    const engine = s3Engine({ ...source, concurrency: 8, splitAbove, partBytes: MIB / 2 });
    const path = join(directory, `hashed ${splitAbove}`);
    const reported: number[] = [];
    const hasher = {
      begin: () => void reported.push(0),
      written(bytes: number) {
        reported.push(bytes);
        // A sender that is held up waits, and continues.
        return reported.length % 2 === 0 ? ('more' as const) : Promise.resolve();
      },
    };
    try {
      expect(await engine.get({ key: KEY, path, hasher }, never)).toMatchObject({ sha256: null });
    } finally {
      await engine.close();
    }
    expect(await readFile(path)).toEqual(content);
    expect(reported[0]).toBe(0);
    expect(reported).toEqual(reported.toSorted((a, b) => a - b));
    expect(reported.at(-1)).toBe(content.length);
  }
});
