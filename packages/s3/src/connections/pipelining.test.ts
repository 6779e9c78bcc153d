import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Connection, SIGNAL, serverOf, small } from '../../test/own-server.ts';
import { s3Engine } from '../index.ts';

test('a connection has two small objects in progress, and each gets its own answer', async () => {
  // Nothing is answered before a second request has come: one at a time would wait forever.
  await using server = await serverOf(({ waiting, answer }) => {
    if (waiting.length === 2) for (const _ of [1, 2]) answer();
  });
  const engine = s3Engine({ ...server.options, concurrency: 1 });
  const received = await Promise.all(['a', 'b', 'c', 'd'].map((key) => engine.get(small(key), SIGNAL)));
  expect(received.map(({ content }) => String(content))).toEqual(['/b/a', '/b/b', '/b/c', '/b/d']);
  expect(server.connections).toBe(1);
  await engine.close();
});

test('an object that is not proved shares its connection with no other', async () => {
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

test('an object that may be large delays none behind it', async () => {
  // The first is not answered until the second one has come, on whatever connection.
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

test('a request that is given up costs the one before it its connection, and no request gets half an answer', async () => {
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
  // It enters the queue of undici first.
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
