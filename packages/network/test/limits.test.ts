import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { asTapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import { expect, test } from 'vitest';
import { networkOf } from '../src/index.ts';

/** A server that does that with each connection. */
async function serverOf(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
const LIMITS = { connections: 1, connectMs: 5_000, idleMs: 100 };

/** What a request over a dispatcher of the network ends with. */
async function ask(origin: string, limits = LIMITS): Promise<string> {
  const dispatcher = (await networkOf({}).dispatcher(origin, limits)) as Dispatcher;
  try {
    const { body } = await dispatcher.request({ origin, path: '/', method: 'GET' });
    return await body.text();
  } catch (thrown) {
    return asTapehaulError(thrown).code;
  } finally {
    await dispatcher.destroy();
  }
}

test('a server that says nothing is given up as stalled after the longest silence', async () => {
  await using server = await serverOf(() => {});
  expect(await ask(server.origin)).toBe('stalled');
});

test('so is one that falls silent within its answer', async () => {
  await using server = await serverOf((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'));
  });
  expect(await ask(server.origin)).toBe('stalled');
});

test('a server that hangs up is a connection that failed', async () => {
  await using server = await serverOf((socket) => socket.destroy());
  expect(await ask(server.origin, { ...LIMITS, idleMs: 5_000 })).toBe('connection_failed');
});

test('where nothing listens, the error names the address', async () => {
  const server = await serverOf(() => {});
  await server[Symbol.asyncDispose]();
  await expect(networkOf({}).fetch(server.origin)).rejects.toMatchObject({
    code: 'connection_failed',
    retry: 'later',
    message: expect.stringContaining(new URL(server.origin).host),
  });
});
