import { once } from 'node:events';
import type { Agent } from 'node:http';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import {
  httpProxy,
  type ProxyManners,
  type SocksManners,
  socksProxy,
  type TestServer,
} from '@tapehaul/testkit/network';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkOf } from '../src/index.ts';

/** A name that only a proxy can resolve. */
const FAR = 'http://archive.test';
const open = new AsyncDisposableStack();
const places = { http: 0, https: 0 };
const hosts: (string | undefined)[] = [];

beforeAll(async () => {
  const server = createServer((request, response) => {
    hosts.push(request.headers.host);
    if (request.url === '/moved') return void response.writeHead(302, { location: `${FAR}/here` }).end();
    response.end(`${request.method} ${request.url}`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  open.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  places.http = (server.address() as AddressInfo).port;
});
afterAll(() => open.disposeAsync());

const proxyOf = async (
  manners: Partial<ProxyManners> = {},
): Promise<TestServer & { manners: ProxyManners }> => {
  const all = { refusals: [], passed: 0, ...manners };
  return Object.assign(open.use(await httpProxy(all, places)), { manners: all });
};

describe('fetch', () => {
  test('goes through the proxy of the environment, redirects too', async () => {
    const { port, manners } = await proxyOf();
    const { fetch } = networkOf({ HTTP_PROXY: `127.0.0.1:${port}` });
    expect(await (await fetch(`${FAR}/moved`)).text()).toBe('GET /here');
    expect(manners.passed).toBe(2);
    expect(hosts.at(-1)).toBe('archive.test');
  });

  test('sends a body and a method as they are', async () => {
    const { port } = await proxyOf();
    const { fetch } = networkOf({ HTTP_PROXY: `127.0.0.1:${port}` });
    const answer = await fetch(new Request(`${FAR}/x`, { method: 'POST', body: 'text' }));
    expect(await answer.text()).toBe('POST /x');
  });

  test.each([
    ['no login', '', /requires a user name and a password/],
    ['a wrong login', 'me:wrong@', /does not accept/],
  ])('says what the proxy wants of %s, without the password', async (_, login, hint) => {
    const { port } = await proxyOf({ login: 'me:right' });
    const { fetch } = networkOf({ HTTP_PROXY: `http://${login}127.0.0.1:${port}` });
    const error = await fetch(`${FAR}/x`).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'proxy_refused', retry: 'never', hint: expect.stringMatching(hint) });
    expect(JSON.stringify(error)).not.toContain('wrong');
  });

  test('shows its login to the proxy alone', async () => {
    const { port } = await proxyOf({ login: 'me:p@ss' });
    const { fetch } = networkOf({ HTTP_PROXY: `http://me:p%40ss@127.0.0.1:${port}` });
    expect((await fetch(`${FAR}/x`)).status).toBe(200);
  });

  test('rejects with a proxy that does not exist, which may pass', async () => {
    const gone = await proxyOf();
    await gone[Symbol.asyncDispose]();
    const { fetch } = networkOf({ HTTP_PROXY: `127.0.0.1:${gone.port}` });
    await expect(fetch(`${FAR}/x`)).rejects.toMatchObject({ code: 'proxy_unreachable', retry: 'later' });
  });

  test('rejects with the reason of its signal', async () => {
    const { fetch } = networkOf({});
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(fetch(`http://127.0.0.1:${places.http}/x`, { signal })).rejects.toBe(reason);
  });

  test('says of a port that HTTP clients refuse that it is one', async () => {
    await expect(networkOf({}).fetch('http://127.0.0.1:25/')).rejects.toMatchObject({
      code: 'config_invalid',
      facts: { port: 25 },
    });
  });
});

describe('a SOCKS proxy', () => {
  test.each([
    ['socks5h', 'archive.test', 'archive.test'],
    ['socks5', '10.0.0.9', '10.0.0.9'],
  ])('%s is requested for %s', async (scheme, host, expected) => {
    const manners: SocksManners = { request: [] };
    const { port } = open.use(await socksProxy(manners, places));
    const { fetch } = networkOf({ ALL_PROXY: `${scheme}://127.0.0.1:${port}` });
    expect(await (await fetch(`http://${host}/x`)).text()).toBe('GET /x');
    expect(manners.request).toEqual([expected]);
  });

  test('that does not take the login refuses, which does not pass by itself', async () => {
    const { port } = open.use(await socksProxy({ login: ['me', 'right'], request: [] }, places));
    const { fetch } = networkOf({ ALL_PROXY: `socks5h://me:wrong@127.0.0.1:${port}` });
    await expect(fetch(`${FAR}/x`)).rejects.toMatchObject({ code: 'proxy_refused', retry: 'never' });
  });
});

test.each([
  [2, 'its rules do not allow it', 'never'],
  [4, 'it has no way to that host', 'later'],
  [5, 'that host refuses the connection', 'later'],
])('a SOCKS proxy that refuses with %d is quoted in plain words', async (answer, words, retry) => {
  const refusing = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(Buffer.from([5, 0]));
      socket.once('data', () => socket.write(Buffer.from([5, answer, 0, 1, 0, 0, 0, 0, 0, 0])));
    });
  });
  await once(refusing.listen(0, '127.0.0.1'), 'listening');
  const { port } = refusing.address() as AddressInfo;
  try {
    const { fetch } = networkOf({ ALL_PROXY: `socks5h://127.0.0.1:${port}` });
    await expect(fetch('http://archive.test/x')).rejects.toMatchObject({
      code: 'proxy_refused',
      retry,
      message: expect.stringMatching(new RegExp(`: ${words}$`)),
    });
  } finally {
    refusing.close();
  }
});

describe('agents of Node', () => {
  /** What an answer through an agent holds. */
  async function through(env: Record<string, string>, url: string): Promise<string> {
    const { httpAgent } = await networkOf(env).agents(url, { sockets: 1, connectMs: 5_000 });
    try {
      const [answer]: IncomingMessage[] = await once(get(url, { agent: httpAgent as Agent }), 'response');
      return String(await answer?.setEncoding('utf8').toArray());
    } finally {
      (httpAgent as Agent).destroy();
    }
  }

  test('take the same ways as fetch', async () => {
    const { port, manners } = await proxyOf();
    expect(await through({ HTTP_PROXY: `127.0.0.1:${port}` }, `${FAR}/a`)).toBe('GET /a');
    expect(manners.passed).toBe(1);
    const asked: string[] = [];
    const socks = open.use(await socksProxy({ request: asked }, places));
    expect(await through({ ALL_PROXY: `socks5h://127.0.0.1:${socks.port}` }, `${FAR}/b`)).toBe('GET /b');
    expect(asked).toEqual(['archive.test']);
    expect(await through({}, `http://127.0.0.1:${places.http}/c`)).toBe('GET /c');
  });
});

test('loopback is reached directly, whatever proxy is set', async () => {
  const { port, manners } = await proxyOf();
  const { fetch, routeTo } = networkOf({ ALL_PROXY: `127.0.0.1:${port}` });
  const url = `http://127.0.0.1:${places.http}/x`;
  expect(await (await fetch(url)).text()).toBe('GET /x');
  expect(manners.passed).toBe(0);
  expect(routeTo(url)).toMatchObject({ proxy: undefined, words: expect.stringContaining('loopback') });
});
