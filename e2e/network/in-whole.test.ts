import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { networkOf } from '@tapehaul/network';
import { httpProxy, type ProxyManners, startServer } from '@tapehaul/testkit/network';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Column, outcomeOf } from './commands.ts';

const open = new AsyncDisposableStack();
let folder = '';
let source = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'in-whole-'));
  open.defer(() => rm(folder, { recursive: true }));
  const simulator = open.use(await startSimulator({ source: syntheticSource({ maxRows: 24 }) }));
  source = simulator.port;
});
afterAll(() => open.disposeAsync());

/** A proxy before a port, and the variables that name it. */
async function proxied(manners: Partial<ProxyManners> = {}, http = source) {
  const all: ProxyManners = { refusals: [], passed: 0, ...manners };
  const { port } = open.use(await httpProxy(all, { http, https: http }));
  const address = `http://127.0.0.1:${port}`;
  return { address, manners: all, variables: { HTTP_PROXY: address } };
}

/** A name that only a proxy resolves. */
const FAR = 'http://archive.test';

// The proxy has an answer of its own for everything, or, with 502, for what follows the first request to the source.
test.each<[Column, number, string]>([
  ['s3', 403, 'access_denied, exit 1'],
  ['s5cmd', 403, 'access_denied, exit 1'],
  ['listing', 403, 'access_denied, exit 1'],
  ['plan', 403, 'access_denied, exit 1'],
  ['doctor', 403, 'source failed'],
  ['s3', 502, 'server_error, exit 3'],
  ['s5cmd', 502, 'server_error, exit 3'],
  ['plan', 502, 'server_error, exit 5'],
  ['s3', 407, 'proxy_refused, exit 1'],
  ['plan', 407, 'proxy_refused, exit 1'],
  ['doctor', 407, 'source failed'],
])(
  '%s names the proxy that may have answered %i in place of a server with http',
  async (column, status, end) => {
    const { address, variables } = await proxied({ refusals: [status, 0] });
    const outcome = await outcomeOf(column, FAR, variables, folder);
    expect(outcome.end).toBe(end);
    expect(outcome.message).toContain(
      status === 407
        ? `the proxy ${address} refuses to connect to archive.test: 407`
        : `${status}; the answer may be that of the proxy ${address} (HTTP_PROXY)`,
    );
    expect(outcome.message.split(address)).toHaveLength(2);
    expect(outcome.message).not.toContain('SerializationError');
  },
);

test('an answer in the words of S3 is not taken for that of the proxy', async () => {
  const strange = open.use(
    await startServer(
      createServer((_, answer) =>
        answer.writeHead(404).end('<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>'),
      ),
    ),
  );
  const { variables } = await proxied({}, strange.port);
  const { message } = await outcomeOf('s3', FAR, variables, folder);
  expect(message).toContain('the server has no bucket');
  expect(message).not.toContain('may be that of the proxy');
});

/** A service that answers with what it was sent, after a redirect of `/moved`. */
const echo = () =>
  startServer(
    createServer((request, answer) => {
      if (request.url === '/moved')
        return answer.writeHead(302, { location: 'http://other.test/here' }).end();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      return request.on('end', () => {
        const { method, url, headers } = request;
        const body = Buffer.concat(chunks).toString();
        answer.end(JSON.stringify({ method, url, host: headers.host, body }));
      });
    }),
  );

test('fetch of a network goes through its proxy, redirects too, with method, headers and body', async () => {
  const { port } = open.use(await echo());
  const { manners, variables } = await proxied({}, port);
  const { fetch } = networkOf(variables);
  const posted = await fetch('http://service.test/v1/runs?a=b', { method: 'POST', body: 'ü' });
  expect(await posted.json()).toEqual({
    method: 'POST',
    url: '/v1/runs?a=b',
    host: 'service.test',
    body: 'ü',
  });
  const moved = await fetch('http://service.test/moved');
  expect(await moved.json()).toMatchObject({ method: 'GET', url: '/here', host: 'other.test' });
  expect(manners.passed).toBe(3);
});

test('fetch of a network rejects with who refused or was not there', async () => {
  const { port } = open.use(await echo());
  const { address, variables } = await proxied({ login: 'me:right' }, port);
  await expect(networkOf(variables).fetch('http://service.test/')).rejects.toMatchObject({
    code: 'proxy_refused',
    message: `the proxy ${address} refuses to connect to service.test: 407 Proxy Authentication Required`,
  });
  const withLogin = { HTTP_PROXY: address.replace('//', '//me:right@') };
  expect((await networkOf(withLogin).fetch('http://service.test/')).status).toBe(200);
  const closed = networkOf({ HTTP_PROXY: 'http://127.0.0.1:9' }).fetch('http://service.test/');
  await expect(closed).rejects.toMatchObject({
    code: 'proxy_unreachable',
    facts: { variable: 'HTTP_PROXY' },
  });
  const tunnel = networkOf({ HTTPS_PROXY: address }).fetch('https://service.test:8443/');
  await expect(tunnel).rejects.toMatchObject({ code: 'proxy_refused', facts: { status: 407 } });
  const reason = new Error('enough');
  const stopped = networkOf({}).fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort(reason) });
  await expect(stopped).rejects.toBe(reason);
});
