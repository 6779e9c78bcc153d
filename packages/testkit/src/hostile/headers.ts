import { type Behaviour, honestly } from './behaviour.ts';
import type { Act } from './serving/server.ts';

const headersWith = (line: string): Act => {
  return async ({ send, honest }) => {
    await send(`HTTP/1.1 200 OK\r\n${line}\r\ncontent-length: ${honest.length}\r\n\r\n`);
    await send(honest);
  };
};

/** Sources whose headers are too large, wrong or never end. */
export const HEADERS: readonly Behaviour[] = [
  {
    name: 'headers of a mebibyte',
    of: 'object',
    act: headersWith(`x: ${'a'.repeat(2 ** 20)}`),
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
    representative: true,
  },
  {
    name: 'ten thousand headers',
    of: 'object',
    act: headersWith(`${'x-a: b\r\n'.repeat(9_999)}x-a: b`),
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
  },
  {
    name: 'a header without end',
    of: 'object',
    act: async ({ send, forEver }) => {
      await send('HTTP/1.1 200 OK\r\nx: ');
      await forEver('a'.repeat(1_024), 1);
    },
    ends: 'failed server_error',
    endsWithS5cmd: 'failed stalled',
  },
  {
    name: 'a header of which a byte comes now and then',
    of: 'object',
    act: async ({ send, forEver }) => {
      await send('HTTP/1.1 200 OK\r\nx: ');
      await forEver('a', 50);
    },
    ends: 'failed stalled',
    representative: true,
  },
  { name: 'a header with NUL', of: 'object', act: headersWith('x: a\0b'), ends: 'failed server_error' },
  {
    name: 'a header without colon',
    of: 'object',
    act: headersWith('just words'),
    ends: 'failed server_error',
  },
  {
    name: 'a folded header',
    of: 'object',
    act: headersWith('x: a\r\n  b'),
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
  },
  {
    name: 'an ETag with escapes of a terminal',
    of: 'object',
    act: headersWith('etag: "\x9b31m\x85"'),
    ends: 'downloaded',
  },
  {
    name: 'an ETag of eight kilobytes',
    of: 'object',
    act: honestly({ etag: `"${'e'.repeat(8_000)}"` }),
    ends: 'downloaded',
  },
  {
    name: 'a Last-Modified that is no date',
    of: 'object',
    act: honestly({ 'last-modified': 'yesterday' }),
    ends: 'downloaded',
    endsWithS5cmd: 'failed server_error',
  },
];
