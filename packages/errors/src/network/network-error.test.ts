import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { asTapehaulError, type TapehaulError } from '../index.ts';

/** The outcome of a fetch from a server that treats each request like that; from a closed port, when it is closed first. */
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

test.each([
  ['read ECONNRESET', { code: 'ECONNRESET' }, 'the other side closed the connection (ECONNRESET)'],
  ['socket hang up', { code: 'ECONNRESET' }, 'the other side closed the connection (ECONNRESET)'],
  ['write EPIPE', { code: 'EPIPE' }, 'the other side closed the connection (EPIPE)'],
  [
    'connect ETIMEDOUT 10.0.0.1:443',
    { code: 'ETIMEDOUT', address: '10.0.0.1', port: 443 },
    'no answer in time (10.0.0.1:443, ETIMEDOUT)',
  ],
  [
    'connect EHOSTUNREACH 10.0.0.1:443 - Local (10.0.0.2:1)',
    { code: 'EHOSTUNREACH', address: '10.0.0.1', port: 443 },
    'the network has no way to the host (10.0.0.1:443, EHOSTUNREACH)',
  ],
  [
    'Connect Timeout Error (attempted address: 10.0.0.1:443, timeout: 10000ms)',
    { code: 'UND_ERR_CONNECT_TIMEOUT' },
    'no connection to 10.0.0.1:443 within 10 s',
  ],
  ['Headers Timeout Error', { code: 'UND_ERR_HEADERS_TIMEOUT' }, 'no answer in time'],
  ['no answer within 10 s', { code: 'ETIMEDOUT' }, 'no answer within 10 s'],
])('what libraries call "%s" is said in plain words', (message, facts, words) => {
  expect(asTapehaulError(Object.assign(new Error(message), facts)).message).toBe(words);
});

test('a name that does not exist is reported', () => {
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
