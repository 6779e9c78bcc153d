import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { asTapehaulError, type TapehaulError } from '../index.ts';

/** What becomes of a fetch from a server that treats each request like that; from nobody, when it is closed first. */
async function failureOf(answer: ((socket: Socket) => void) | undefined): Promise<[TapehaulError, string]> {
  const server = createServer((socket) => void socket.once('data', () => answer?.(socket)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (answer === undefined) await new Promise((resolve) => server.close(resolve));
  const read = async () => (await fetch(`http://${address}`)).text();
  const thrown = await read().catch((error: unknown) => error);
  server.close();
  return [asTapehaulError(thrown), address];
}

test.each([
  ['nobody is there', undefined],
  ['the other side hangs up', (socket: Socket) => socket.destroy()],
  [
    'the answer breaks off',
    (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'),
  ],
])('a fetch that fails since %s may be tried again, and says where', async (_, answer) => {
  const [error, address] = await failureOf(answer);
  expect(error).toMatchObject({ code: 'connection_failed', retry: 'later' });
  expect(error.message).toContain(address);
  expect(error.hint).toMatch(/Check that the address is right/);
});

test('a connection that is reset may be opened again', async () => {
  const [error] = await failureOf((socket) => socket.resetAndDestroy());
  expect(error).toMatchObject({ code: 'connection_failed', facts: { errno: 'ECONNRESET' } });
});

test('a name that nobody has is told of', () => {
  // As Node makes it: a look-up would leave the machine.
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND archive.invalid'), {
    code: 'ENOTFOUND',
    hostname: 'archive.invalid',
  });
  const error = asTapehaulError(new TypeError('fetch failed', { cause }));
  expect(error).toMatchObject({ code: 'name_not_resolved', facts: { address: 'archive.invalid' } });
  expect(error.message).toBe('fetch failed: the name archive.invalid cannot be resolved (ENOTFOUND)');
});

test('a fetch of what is no address stays an error of the program', async () => {
  const thrown = await fetch('nonsense').catch((error: unknown) => error);
  expect(asTapehaulError(thrown)).toMatchObject({ code: 'internal', retry: 'never' });
});
