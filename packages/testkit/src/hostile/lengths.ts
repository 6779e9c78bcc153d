import { type Behaviour, honestly, MEBIBYTE } from './behaviour.ts';
import type { Act } from './serving/server.ts';

const CHUNK = MEBIBYTE.subarray(0, 64 * 1_024);
/** Bytes without an end, at some thirty megabytes a second. */
const endless = (headers: Readonly<Record<string, string | number>>): Act => {
  return async ({ answer, forEver }) => {
    await answer({ etag: '"e"', ...headers });
    await forEver(CHUNK, 2);
  };
};
const announcing = (length: string | number): Act => endless({ 'content-length': length });

/** Sources that lie about how long a body is, or never end it. */
export const LENGTHS: readonly Behaviour[] = [
  {
    name: 'a Content-Length of 9007199254740991',
    of: 'object',
    act: announcing(Number.MAX_SAFE_INTEGER),
    ends: 'failed too_large',
    representative: true,
  },
  {
    name: 'a Content-Length of 9007199254740991, also to HEAD and in each range',
    of: 'object',
    head: true,
    act: async (exchange) => {
      const total = Number.MAX_SAFE_INTEGER;
      if (exchange.range === null) return announcing(total)(exchange);
      const { from, to } = exchange.range;
      const headers = { 'content-length': to - from + 1, 'content-range': `bytes ${from}-${to}/${total}` };
      await exchange.answer({ etag: '"e"', ...headers }, '', '206 Partial Content');
      await exchange.forEver(CHUNK, 2);
    },
    ends: 'failed too_large',
    representative: true,
  },
  {
    name: 'a Content-Length beyond all numbers',
    of: 'object',
    act: announcing('9'.repeat(40)),
    ends: 'failed truncated',
    endsWithS5cmd: 'failed server_error',
  },
  { name: 'a negative Content-Length', of: 'object', act: announcing('-1'), ends: 'failed server_error' },
  {
    name: 'a Content-Length that is no number',
    of: 'object',
    act: announcing('0x1f'),
    ends: 'failed server_error',
  },
  {
    name: 'two Content-Lengths',
    of: 'object',
    act: async ({ send, honest }) => {
      await send(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\ncontent-length: ${honest.length}\r\n\r\n`);
      await send(honest);
    },
    ends: 'failed truncated',
    endsWithS5cmd: 'failed server_error',
  },
  {
    name: 'a gigabyte where 150 bytes were listed',
    of: 'object',
    listed: 150,
    act: announcing(2 ** 30),
    ends: 'failed too_large',
    representative: true,
  },
  {
    name: 'a body without length and end where 150 bytes were listed',
    of: 'object',
    listed: 150,
    act: endless({ connection: 'close' }),
    ends: 'failed too_large',
    representative: true,
  },
  {
    name: 'a body without length and end',
    of: 'object',
    act: endless({ connection: 'close' }),
    ends: 'failed too_large',
    representative: true,
  },
  {
    name: 'chunks without end',
    of: 'object',
    act: async ({ answer, forEver }) => {
      await answer({ etag: '"e"', 'transfer-encoding': 'chunked' });
      await forEver(Buffer.concat([Buffer.from('10000\r\n'), CHUNK, Buffer.from('\r\n')]), 2);
    },
    ends: 'failed too_large',
  },
  {
    name: 'the object without length, closed at its end',
    of: 'object',
    act: async ({ send, honest }) => {
      await send('HTTP/1.0 200 OK\r\netag: "e"\r\n\r\n');
      await send(honest);
    },
    ends: 'downloaded',
    endsWithS5cmd: 'failed too_large',
    representative: true,
  },
  {
    name: 'nothing without length, closed at once',
    of: 'object',
    act: ({ send }) => send('HTTP/1.0 200 OK\r\netag: "e"\r\n\r\n'),
    ends: 'failed not_a_zip',
    endsWithS5cmd: 'failed stalled',
    representative: true,
  },
  {
    name: 'an empty object',
    of: 'object',
    act: ({ answer }) => answer({ 'content-length': 0 }),
    ends: 'failed not_a_zip',
  },
  {
    name: 'more bytes than Content-Length says, after the object',
    of: 'object',
    act: async ({ answer, honest, send }) => {
      await answer({ etag: '"e"', 'content-length': honest.length }, honest);
      await send(MEBIBYTE);
    },
    ends: 'downloaded',
  },
  {
    name: 'fewer bytes than Content-Length says',
    of: 'object',
    act: ({ answer, honest }) => answer({ 'content-length': honest.length + 1_000 }, honest),
    ends: 'failed connection_failed',
    endsWithS5cmd: 'failed truncated',
  },
  {
    name: 'a Content-Length that cuts the object',
    of: 'object',
    act: honestly({ 'content-length': 100 }),
    ends: 'failed checksum_disputed',
  },
  {
    name: 'a Content-Length and chunks',
    of: 'object',
    act: async ({ answer, honest, send }) => {
      await answer({ 'content-length': 5, 'transfer-encoding': 'chunked' });
      await send(`${honest.length.toString(16)}\r\n`);
      await send(honest);
      await send('\r\n0\r\n\r\n');
    },
    ends: 'failed truncated',
    endsWithS5cmd: 'failed too_large',
  },
];
