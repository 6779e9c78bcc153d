import { type Behaviour, honestly } from './behaviour.ts';
import type { Act } from './serving/server.ts';

const status =
  (line: string, headers: Readonly<Record<string, string>> = {}, body = ''): Act =>
  async ({ answer }) => {
    await answer({ 'content-length': Buffer.byteLength(body), ...headers }, body, line);
    return 'keep';
  };
const error = (code: string, message: string): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const part =
  (range: string, from = 0, to = Number.POSITIVE_INFINITY): Act =>
  async ({ answer, honest }) => {
    const body = honest.subarray(from, to);
    await answer(
      { etag: '"e"', 'content-length': body.length, ...(range === '' ? {} : { 'content-range': range }) },
      body,
      '206 Partial Content',
    );
    return 'keep';
  };

/** Sources that answer with something else than the object. */
export const ANSWERS: readonly Behaviour[] = [
  {
    name: 'a 206 that was not requested, of the whole object',
    of: 'object',
    act: (exchange) => part(`bytes 0-${exchange.honest.length - 1}/${exchange.honest.length}`)(exchange),
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
    representative: true,
  },
  {
    name: 'a 206 that was not requested, of a part',
    of: 'object',
    act: (exchange) => part(`bytes 0-99/${exchange.honest.length}`, 0, 100)(exchange),
    ends: 'failed server_error',
    endsWithS5cmd: 'failed checksum_disputed',
  },
  {
    name: 'a 206 without Content-Range',
    of: 'object',
    act: part(''),
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
  },
  {
    name: 'a 206 whose Content-Range makes no sense',
    of: 'object',
    act: part('bytes 9-2/1'),
    ends: 'failed server_error',
    endsWithS5cmd: 'downloaded',
  },
  {
    name: 'a 206 of an object of 9007199254740991 bytes',
    of: 'object',
    act: part(`bytes 0-99/${Number.MAX_SAFE_INTEGER}`, 0, 100),
    ends: 'failed server_error',
    endsWithS5cmd: 'failed too_large',
  },
  {
    name: 'a 200 with a Content-Range',
    of: 'object',
    act: honestly({ 'content-range': 'bytes 0-9/10' }),
    ends: 'downloaded',
  },
  {
    name: 'a status without a meaning (999)',
    of: 'object',
    act: status('999 What'),
    ends: 'failed server_error',
  },
  {
    name: '204 No Content',
    of: 'object',
    act: status('204 No Content'),
    ends: 'failed request_refused',
    endsWithS5cmd: 'failed not_a_zip',
  },
  { name: '304 Not Modified', of: 'object', act: status('304 Not Modified'), ends: 'failed request_refused' },
  {
    name: 'a redirect to another host',
    of: 'object',
    act: status('301 Moved Permanently', { location: 'http://192.0.2.1/elsewhere' }),
    ends: 'failed request_refused',
    representative: true,
  },
  {
    name: 'a redirect to itself',
    of: 'object',
    act: (exchange) => status('307 Temporary Redirect', { location: exchange.path })(exchange),
    ends: 'failed request_refused',
  },
  {
    name: 'a redirect to a file',
    of: 'object',
    act: status('302 Found', { location: 'file:///etc/passwd' }),
    ends: 'failed request_refused',
  },
  {
    name: '401 with a challenge',
    of: 'object',
    act: status('401 Unauthorized', { 'www-authenticate': 'Basic realm="x"' }),
    ends: 'failed request_refused',
  },
  {
    name: '407 of something that is no proxy',
    of: 'object',
    act: status('407 Proxy Authentication Required'),
    ends: 'failed proxy_refused',
    endsWithS5cmd: 'failed request_refused',
    endsWithAuto: 'failed request_refused',
  },
  { name: "418 I'm a teapot", of: 'object', act: status("418 I'm a teapot"), ends: 'failed request_refused' },
  {
    name: 'a 503 with a Retry-After that makes no sense, once',
    of: 'object',
    act: (exchange) =>
      exchange.nth === 0
        ? status('503 Slow Down', { 'retry-after': 'never -1 \x9b' })(exchange)
        : honestly()(exchange),
    ends: 'downloaded',
  },
  {
    name: 'an error document without end',
    of: 'object',
    act: async ({ send, forEver }) => {
      await send('HTTP/1.1 403 Forbidden\r\n\r\n<Error><Code>AccessDenied</Code>');
      await forEver(`<Message>${'no '.repeat(300_000)}`);
    },
    ends: 'failed access_denied',
    endsWithS5cmd: 'failed engine_crashed',
    representative: true,
  },
  {
    name: 'an error document with escapes of a terminal and forged lines',
    of: 'object',
    act: status('403 Forbidden', {}, error('AccessDenied', '\u001b[2J\u202e\n2026-01-01 INFO all is well')),
    ends: 'failed access_denied',
  },
  {
    name: 'an error document with a document type',
    of: 'object',
    act: status(
      '500 Internal Server Error',
      {},
      `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${error('&b;', '&b;')}`,
    ),
    ends: 'failed server_error',
  },
  {
    name: 'a missing object, in the name of another key',
    of: 'object',
    act: status('404 Not Found', {}, '<Error><Code>NoSuchKey</Code><Key>another</Key></Error>'),
    ends: 'absent not_found',
  },
];
