import { setTimeout as sleep } from 'node:timers/promises';
import { type Behaviour, honestly } from './behaviour.ts';
import type { Act } from './serving/server.ts';

const raw =
  (bytes: string): Act =>
  ({ send }) =>
    send(bytes);
const chunked =
  (...parts: readonly string[]): Act =>
  async ({ answer, send }) => {
    await answer({ etag: '"e"', 'transfer-encoding': 'chunked' });
    for (const part of parts) await send(part);
  };
const objectAfter =
  (before: string): Act =>
  async (exchange) => {
    await exchange.send(before);
    return honestly()(exchange);
  };
const times = (count: number, line: string): string => Array.from({ length: count }, () => line).join('');

/** Sources that break HTTP itself. */
export const FRAMING: readonly Behaviour[] = [
  {
    name: '100 Continue without end',
    of: 'object',
    act: ({ forEver }) => forEver('HTTP/1.1 100 Continue\r\n\r\n', 1),
    ends: 'failed connection_failed',
    endsWithS5cmd: 'failed server_error',
  },
  {
    name: '103 Early Hints without end',
    of: 'object',
    act: ({ forEver }) => forEver('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', 1),
    ends: 'failed server_error',
    representative: true,
  },
  {
    name: 'a few Early Hints, then the object',
    of: 'object',
    act: objectAfter(times(3, 'HTTP/1.1 103 Early Hints\r\n\r\n')),
    ends: 'downloaded',
  },
  {
    name: '101 Switching Protocols',
    of: 'object',
    act: raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ends: 'failed connection_failed',
    endsWithS5cmd: 'failed stalled',
  },
  {
    name: 'a body without a head (HTTP/0.9)',
    of: 'object',
    act: ({ send, honest }) => send(honest),
    ends: 'failed server_error',
    representative: true,
  },
  {
    name: 'the greeting of an SSH server',
    of: 'object',
    act: raw('SSH-2.0-OpenSSH_9.9\r\n'),
    ends: 'failed server_error',
  },
  {
    name: 'the preface of HTTP/2',
    of: 'object',
    act: raw('\0\0\x12\x04\0\0\0\0\0'),
    ends: 'failed server_error',
  },
  {
    name: 'a status of nine digits',
    of: 'object',
    act: raw('HTTP/1.1 200000000 OK\r\n\r\n'),
    ends: 'failed server_error',
  },
  { name: 'a chunk of no size', of: 'object', act: chunked('xyz\r\nabc\r\n'), ends: 'failed server_error' },
  {
    name: 'a chunk larger than all numbers',
    of: 'object',
    act: chunked(`${'F'.repeat(32)}\r\nabc`),
    ends: 'failed server_error',
  },
  {
    name: 'a chunk with an extension without end',
    of: 'object',
    act: async (exchange) => {
      await chunked('5;')(exchange);
      await exchange.forEver('x'.repeat(1_024), 1);
    },
    ends: 'failed stalled',
    endsWithS5cmd: 'failed server_error',
    endsWithAuto: 'failed server_error',
  },
  {
    name: 'trailers without end',
    of: 'object',
    act: async (exchange) => {
      const size = exchange.honest.length.toString(16);
      await chunked(`${size}\r\n`)(exchange);
      await exchange.send(exchange.honest);
      await exchange.send('\r\n0\r\n');
      // 64 lines at a time: the limit of headers is always met before the one for stalled transfers.
      await exchange.forEver(times(64, 'x-a: b\r\n'), 1);
    },
    ends: 'failed server_error',
  },
  {
    name: 'a second answer after the object, on the same connection',
    of: 'object',
    act: async (exchange) => {
      await honestly()(exchange);
      await exchange.send('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil');
      return 'keep';
    },
    ends: 'downloaded',
    representative: true,
  },
  {
    name: 'a byte now and then',
    of: 'object',
    act: async ({ answer, honest, send }) => {
      await answer({ etag: '"e"', 'content-length': honest.length });
      for (const byte of honest) {
        await send(Buffer.of(byte));
        await sleep(50);
      }
    },
    ends: 'failed too_slow',
    representative: true,
  },
  {
    name: 'silence before the answer',
    of: 'object',
    act: ({ left }) => left(),
    ends: 'failed stalled',
    representative: true,
  },
  {
    name: 'silence after the head',
    of: 'object',
    act: async ({ answer, left }) => {
      await answer({ 'content-length': 100 });
      await left();
    },
    ends: 'failed stalled',
  },
  {
    name: 'a connection that is closed at once',
    of: 'object',
    act: async () => {},
    ends: 'failed connection_failed',
  },
  {
    name: 'a connection that is reset at once',
    of: 'object',
    act: async ({ socket }) => void socket.resetAndDestroy(),
    ends: 'failed connection_failed',
  },
];
