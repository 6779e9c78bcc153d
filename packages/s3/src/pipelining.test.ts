import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Engine } from '@tapehaul/downloader';
import { expect, test } from 'vitest';
import { s3Engine } from './index.ts';

const SIGNAL = new AbortController().signal;

/** What a connection has received that is not answered, and how to answer the first of it. */
interface Connection {
  readonly waiting: string[];
  /** Answers the first request with its own path. */
  answer(): void;
  readonly socket: Socket;
}

/** A server of one's own manners: it hears of each request that comes on a connection. */
async function serverOf(onRequest: (connection: Connection) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    const waiting: string[] = [];
    const answer = (): void => {
      const path = waiting.shift() ?? '';
      if (socket.destroyed) return;
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${path.length}\r\netag: "e"\r\n\r\n${path}`);
    };
    let text = '';
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const [, path = ''] = /^GET (\S+)/.exec(text) ?? [];
        text = text.slice(end + 4);
        waiting.push(path);
        onRequest({ waiting, answer, socket });
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    options: { endpoint: `http://127.0.0.1:${port}`, bucket: 'b', region: 'r', timeoutSeconds: 1 },
    get connections() {
      return sockets.length;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

const small = (key: string) => ({ key, path: `/nowhere/${key}`, size: 4, inMemoryUpTo: 1_000, proved: true });

test('a connection has two small objects under way, and each gets its own answer', async () => {
  // Nothing is answered before a second request is there: one at a time would wait forever.
  await using server = await serverOf(({ waiting, answer }) => {
    if (waiting.length === 2) for (const _ of [1, 2]) answer();
  });
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  const received = await Promise.all(['a', 'b', 'c', 'd'].map((key) => engine.get(small(key), SIGNAL)));
  expect(received.map(({ content }) => String(content))).toEqual(['/b/a', '/b/b', '/b/c', '/b/d']);
  expect(server.connections).toBe(1);
  await engine.close();
});

test('an object that nobody proves shares its connection with no other', async () => {
  // A server that loses each request that comes before it has answered the one before.
  await using server = await serverOf(({ waiting, answer }) => {
    if (waiting.length === 1) globalThis.setImmediate(answer);
    else waiting.pop();
  });
  const engine = s3Engine({ ...server.options, concurrency: 2 });
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
  const received = await Promise.all(keys.map((key) => engine.get({ ...small(key), proved: false }, SIGNAL)));
  expect(received.map(({ content }) => String(content))).toEqual(keys.map((key) => `/b/${key}`));
  await engine.close();
});

test('an object that may be large holds up nobody behind it', async () => {
  // The first is not answered until the second one is there, on whatever connection.
  const unanswered: Connection[] = [];
  await using server = await serverOf((connection) => {
    unanswered.push(connection);
    if (unanswered.length === 2) for (const { answer } of unanswered) answer();
  });
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  const large = { ...small('large'), size: 10_000_000 };
  await Promise.all([engine.get(large, SIGNAL), engine.get(small('a'), SIGNAL)]);
  expect(server.connections).toBe(2);
  await engine.close();
});

test('a request that is given up costs the one before it its connection, and nobody gets half an answer', async () => {
  await using server = await serverOf(({ waiting, socket }) => {
    if (waiting.length === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\netag: "e"\r\n\r\nhalf');
  });
  await using directory = await mkdtempDisposable(join(tmpdir(), 'tapehaul-pipelining-'));
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  const onDisk = (key: string) => ({ key, path: join(directory.path, key), size: 10, proved: true });
  const stop = new AbortController();
  const watcher = watch(directory.path);
  const begun = once(watcher, 'change');
  const both = [engine.get(onDisk('a'), SIGNAL), engine.get(onDisk('b'), stop.signal)];
  const settled = Promise.allSettled(both);
  await begun;
  watcher.close();
  stop.abort();
  expect(await settled).toMatchObject([
    { status: 'rejected', reason: { code: 'connection_failed', retry: 'later' } },
    { status: 'rejected', reason: { code: 'cancelled' } },
  ]);
  expect(await readdir(directory.path)).toEqual([]);
  await engine.close();
});

test('an object that waits for a connection is given up at once', async () => {
  const held = Promise.withResolvers<void>();
  await using server = await serverOf(({ waiting, answer, socket }) => {
    if (waiting.at(-1) === '/b/held') held.resolve();
    else if (waiting.length === 2) socket.destroy();
    else globalThis.setImmediate(answer);
  });
  const engine = s3Engine({ ...server.options, timeoutSeconds: 60, concurrency: 1 });
  // After these, requests go one by one: the next but one has to wait.
  await Promise.all([engine.get(small('a'), SIGNAL), engine.get(small('b'), SIGNAL)]);
  const [stop, stopHeld] = [new AbortController(), new AbortController()];
  const unanswered = engine.get(small('held'), stopHeld.signal);
  await held.promise;
  const waiting = engine.get(small('waiting'), stop.signal);
  // It comes to the queue of undici first.
  await setImmediate();
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  stopHeld.abort();
  await expect(unanswered).rejects.toMatchObject({ code: 'cancelled' });
  await engine.close();
});

test.each<[string, (connection: Connection) => void]>([
  [
    'answers nothing more on a connection once a second request comes',
    ({ waiting, answer }) => {
      if (waiting.length === 1) globalThis.setImmediate(answer);
      else waiting.length = 9;
    },
  ],
  [
    'closes the connection when a second request comes',
    ({ waiting, answer, socket }) => {
      if (waiting.length === 2) socket.destroy();
      else globalThis.setImmediate(answer);
    },
  ],
])('where the server %s, all objects come, and one by one after the first', async (_, onRequest) => {
  await using server = await serverOf(onRequest);
  const engine = s3Engine({ ...server.options, concurrency: 2 });
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
  const received = await Promise.all(keys.map((key) => engine.get(small(key), SIGNAL)));
  expect(received.map(({ content }) => String(content))).toEqual(keys.map((key) => `/b/${key}`));
  await engine.close();
});

/** Asks for many objects, until the engine finds that it is busy: server and client share the event loop, which is never idle. */
async function keepBusy(engine: Engine): Promise<void> {
  for (let round = 0; round < 100; round++) {
    await Promise.all(Array.from({ length: 32 }, (_, key) => engine.get(small(`${round}-${key}`), SIGNAL)));
  }
}

test('a process that waits for nothing sends many requests over few connections', async () => {
  let answers = true;
  const asking = new Set<Socket>();
  await using server = await serverOf((connection) => {
    if (answers) connection.answer();
    else asking.add(connection.socket);
  });
  const engine = s3Engine({ ...server.options, timeoutSeconds: 60, concurrency: 16 });
  await keepBusy(engine);
  answers = false;
  const last = Array.from({ length: 32 }, (_, key) => engine.get(small(`last-${key}`), SIGNAL));
  const ended = Promise.allSettled(last);
  while (asking.size < 4) await setImmediate();
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  expect(server.connections).toBeGreaterThanOrEqual(16);
  expect(asking.size).toBe(4);
  await engine.close();
  await ended;
});

test.each(['silent', 'gone'] as const)(
  'where a server that bears two requests, and not more, is then %s, all objects come, each asked for twice at most',
  async (then) => {
    let bears = 32;
    let requests = 0;
    await using server = await serverOf(async (connection) => {
      if (bears === 2) requests += 1;
      // What comes together is seen together.
      await setImmediate();
      if (connection.waiting.length <= bears) connection.answer();
      else if (then === 'gone') connection.socket.destroy();
    });
    const engine = s3Engine({ ...server.options, concurrency: 16 });
    await keepBusy(engine);
    bears = 2;
    const keys = Array.from({ length: 32 }, (_, key) => `last-${key}`);
    const received = await Promise.all(keys.map((key) => engine.get(small(key), SIGNAL)));
    expect(received.map(({ content }) => content?.toString())).toEqual(keys.map((key) => `/b/${key}`));
    expect(requests).toBeGreaterThan(32);
    expect(requests).toBeLessThanOrEqual(64);
    await engine.close();
  },
);
