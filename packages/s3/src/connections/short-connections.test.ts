import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Engine } from '@tapehaul/downloader';
import { expect, test } from 'vitest';
import { SIGNAL, serverOf, small } from '../../test/own-server.ts';
import { s3Engine } from '../index.ts';

/**
 * Requests many objects until the engine takes few connections, which it then keeps to for some hundred requests: server
 * and client share the event loop, which is never idle. `asking` has the connections that requests come over.
 */
async function keepBusy(engine: Engine, asking: Set<Socket>): Promise<void> {
  for (let round = 0; round < 5_000; round++) {
    asking.clear();
    await Promise.all(Array.from({ length: 32 }, (_, key) => engine.get(small(`${round}-${key}`), SIGNAL)));
    if (asking.size <= 4) return;
  }
  throw new Error('the engine never took few connections');
}

test('a process that waits for nothing sends many requests over few connections', async () => {
  let answers = true;
  const asking = new Set<Socket>();
  await using server = await serverOf((connection) => {
    asking.add(connection.socket);
    if (answers) connection.answer();
  });
  const engine = s3Engine({ ...server.options, timeoutSeconds: 60, concurrency: 16 });
  await keepBusy(engine, asking);
  answers = false;
  asking.clear();
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
    const asking = new Set<Socket>();
    await using server = await serverOf(async (connection) => {
      asking.add(connection.socket);
      if (bears === 2) requests += 1;
      // What comes together is seen together.
      await setImmediate();
      if (connection.waiting.length <= bears) connection.answer();
      else if (then === 'gone') connection.socket.destroy();
    });
    const engine = s3Engine({ ...server.options, concurrency: 16 });
    await keepBusy(engine, asking);
    bears = 2;
    const keys = Array.from({ length: 32 }, (_, key) => `last-${key}`);
    const received = await Promise.all(keys.map((key) => engine.get(small(key), SIGNAL)));
    expect(received.map(({ content }) => content?.toString())).toEqual(keys.map((key) => `/b/${key}`));
    expect(requests).toBeGreaterThan(32);
    expect(requests).toBeLessThanOrEqual(64);
    await engine.close();
  },
);
