import { createServer, type Server, type Socket } from 'node:net';
import { startServer } from '@tapehaul/testkit/network';
import { afterAll, describe, expect, test } from 'vitest';
import { networkOf } from '../src/index.ts';

/** Names that only a proxy can resolve; TLS makes HTTP clients request a tunnel. */
const FAR = 'https://archive.test/x';
const open = new AsyncDisposableStack();
afterAll(() => open.disposeAsync());

/** A proxy that does something with the first bytes of each connection; gives its port. */
async function proxyThat(answers: (socket: Socket, first: Buffer) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (first) => answers(socket, first));
  });
  return open.use(await startServer(server)).port;
}

/** What a request for a tunnel ends with. */
const failure = (env: Record<string, string>, init: RequestInit = {}): Promise<unknown> =>
  networkOf(env)
    .fetch(FAR, init)
    .catch((thrown: unknown) => thrown);

describe('a proxy that is requested for a tunnel', () => {
  test.each([
    [403, 'never', '403 Forbidden', /operator of the proxy.*NO_PROXY/],
    [405, 'never', '405', /operator of the proxy/],
    [
      407,
      'never',
      '407 Proxy Authentication Required',
      /user name and a password; write both into HTTPS_PROXY/,
    ],
    [429, 'later', '429', /operator of the proxy/],
    [500, 'later', '500', /cannot reach the host now/],
    [502, 'later', '502 Bad Gateway', /cannot reach the host now/],
    [503, 'later', '503 Service Unavailable', /cannot reach the host now/],
    [504, 'later', '504 Gateway Timeout', /cannot reach the host now/],
  ])('and answers %i is quoted with what to do (retry %s)', async (status, retry, words, hint) => {
    const port = await proxyThat((socket) =>
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`),
    );
    expect(await failure({ HTTPS_PROXY: `127.0.0.1:${port}` })).toMatchObject({
      code: 'proxy_refused',
      retry,
      message: `the proxy http://127.0.0.1:${port} refuses to connect to archive.test:443: ${words}`,
      hint: expect.stringMatching(hint),
      facts: { variable: 'HTTPS_PROXY', host: 'archive.test:443', status },
    });
  });

  test('is requested for the host and the port, with its login', async () => {
    let request = '';
    const port = await proxyThat((socket, first) => {
      request = String(first);
      socket.end('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n');
    });
    await failure({ HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${port}` });
    expect(request).toMatch(/^CONNECT archive\.test:443 HTTP\/1\.1\r\n/);
    expect(request.toLowerCase()).toContain('host: archive.test:443\r\n');
    const login = Buffer.from('me:p@ss').toString('base64');
    expect(request).toMatch(new RegExp(`^proxy-authorization: Basic ${login}\r$`, 'im'));
  });

  test.each<[string, (socket: Socket) => void, RegExp]>([
    ['hangs up', (socket) => socket.destroy(), /cannot be reached to connect to archive\.test:443/],
    ['speaks no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.7\r\n'), /what it answers is no HTTP/],
  ])('and %s is one that cannot be reached, which may pass', async (_, answers, words) => {
    const port = await proxyThat(answers);
    expect(await failure({ HTTPS_PROXY: `127.0.0.1:${port}` })).toMatchObject({
      code: 'proxy_unreachable',
      retry: 'later',
      message: expect.stringMatching(words),
      hint: expect.stringContaining('HTTPS_PROXY'),
    });
  });

  test('and says nothing is left with the reason of the signal', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const port = await proxyThat(() => stop.abort(reason));
    expect(await failure({ HTTPS_PROXY: `127.0.0.1:${port}` }, { signal: stop.signal })).toBe(reason);
  });
});

describe('a SOCKS proxy', () => {
  /** Takes the client without a login, then does something with its request. */
  const socksThat = (answers: (socket: Socket) => void): Promise<number> =>
    proxyThat((socket) => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', () => answers(socket));
    });

  test.each([
    [1, 'it failed'],
    [3, 'it has no way to that network'],
    [6, 'that host is too far away'],
    [7, 'it does not support connections'],
    [8, 'it does not support such addresses'],
  ])('that refuses with %i is quoted in plain words', async (answer, words) => {
    const port = await socksThat((socket) => socket.write(Buffer.from([5, answer, 0, 1, 0, 0, 0, 0, 0, 0])));
    expect(await failure({ ALL_PROXY: `socks5h://127.0.0.1:${port}` })).toMatchObject({
      code: 'proxy_refused',
      retry: 'later',
      message: `the proxy socks5h://127.0.0.1:${port} refuses to connect to archive.test:443: ${words}`,
    });
  });

  test.each<[string, () => Promise<number>]>([
    ['at once', () => proxyThat((socket) => socket.destroy())],
    ['at the request', () => socksThat((socket) => socket.destroy())],
  ])('that hangs up %s is one that cannot be reached, which may pass', async (_, start) => {
    expect(await failure({ ALL_PROXY: `socks5h://127.0.0.1:${await start()}` })).toMatchObject({
      code: 'proxy_unreachable',
      retry: 'later',
      message: expect.stringContaining('it closed the connection'),
    });
  });

  test('that says nothing is left with the reason of the signal', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const port = await socksThat(() => stop.abort(reason));
    expect(await failure({ ALL_PROXY: `socks5h://127.0.0.1:${port}` }, { signal: stop.signal })).toBe(reason);
  });
});
