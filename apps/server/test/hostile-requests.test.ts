import { connect } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
import { call, serve, serveArchive, url } from './service.ts';

/** Sends bytes, and gives all that comes back until the service closes the connection. */
const raw = (text: string) =>
  new Promise<string>((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });

const request = (line: string, ...headers: string[]) =>
  raw(`${[line, 'Host: localhost', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`);

beforeEach(async () => {
  await serveArchive();
  await serve();
});

/** Whatever is refused is answered with a problem, and the service continues. */
async function expectProblem(answer: string, status: number, code: string) {
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
  expect(answer).toContain(`"code":"${code}"`);
  expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  expect((await call('GET', '/livez')).status).toBe(200);
}

describe('an address', () => {
  const table: (readonly [path: string, status: number, code: string])[] = [
    ['/v1/runs/..%2f..%2fetc%2fpasswd', 404, 'run_not_found'],
    ['/v1/runs/%2e%2e/%2e%2e/etc', 404, 'not_found'],
    ['/v1/../v1/runs', 404, 'not_found'],
    ['//v1/runs', 404, 'not_found'],
    ['/v1//runs', 404, 'not_found'],
    ['/v1/runs/', 404, 'run_not_found'],
    ['/V1/RUNS', 404, 'not_found'],
    ['/v1/runs;x=1', 404, 'not_found'],
    ['/v1/runs/a%00b', 404, 'run_not_found'],
    ['/v1/runs/__proto__', 404, 'run_not_found'],
    ['/v1/runs/constructor/tasks', 404, 'run_not_found'],
    ['/v1/runs/%0d%0aset-cookie:x=1', 404, 'run_not_found'],
    [`/v1/runs/${'x'.repeat(4_097)}`, 414, 'request_invalid'],
    [`/${'x'.repeat(20_000)}`, 431, 'headers_too_large'],
    ['/docs/..%2fpage.js', 404, 'not_found'],
    ['/docs/../openapi.json', 404, 'not_found'],
    ['/livez/../v1/runs', 404, 'not_found'],
    ['/%', 400, 'request_invalid'],
    ['http://localhost/v1/runs', 400, 'target_invalid'],
    ['http://evil.example/v1/runs', 400, 'target_invalid'],
    ['*', 400, 'target_invalid'],
    ['/v1/runs?limit=1&limit=2', 400, 'request_invalid'],
    ['/v1/runs?limit=1e3000', 400, 'request_invalid'],
    ['/v1/runs?__proto__=1', 422, 'query_invalid'],
    ['/v1/runs?constructor[prototype][x]=1', 422, 'query_invalid'],
    [`/v1/runs?cursor=${'A'.repeat(12_000)}`, 422, 'cursor_invalid'],
    [
      `/v1/runs?cursor=${Buffer.from(`["runs","${'x'.repeat(5_000)}`).toString('base64url')}`,
      422,
      'cursor_invalid',
    ],
    ['/v1/runs?state=Completed&state=Failed', 400, 'request_invalid'],
    ['/v1/coverage?output_directory=..%2f..', 422, 'config_invalid'],
    ['/v1/coverage?output_directory=%2fetc', 422, 'config_invalid'],
  ];
  const named = table.map(([path, ...expected]) => [path.slice(0, 60), path, ...expected] as const);
  test.each(named)('%s is refused', async (_, path, status, code) => {
    await expectProblem(await request(`GET ${path} HTTP/1.1`), status, code);
  });
});

describe('a method', () => {
  test.each([
    ['DELETE', '/v1/runs', 'GET, HEAD, POST'],
    ['PUT', '/v1/runs/x', 'GET, HEAD'],
    ['GET', '/v1/plans', 'POST'],
    ['OPTIONS', '/v1/runs', 'GET, HEAD, POST'],
    ['GET', '/v1/runs/x/cancel', 'POST'],
    ['HEAD', '/v1/runs/x/events', 'GET'],
    ['PURGE', '/v1/runs', 'GET, HEAD, POST'],
    ['POST', '/livez', 'GET, HEAD'],
  ])('%s is not one of %s, which is said', async (method, path, allow) => {
    const answer = await request(`${method} ${path} HTTP/1.1`);
    expect(answer).toMatch(/^HTTP\/1.1 405 /);
    expect(answer.toLowerCase()).toContain(`allow: ${allow.toLowerCase()}\r\n`);
    if (method !== 'HEAD') await expectProblem(answer, 405, 'method_not_allowed');
  });
});

describe('bytes that are no request', () => {
  test.each([
    ['FOO /v1/runs HTTP/1.1\r\n\r\n', 400],
    ['\x16\x03\x01\x02\x00\x01', 400],
    ['GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n', 400],
    [
      'GET /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['POST /v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde', 400],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ] as const)('number %# are refused', async (text, status) => {
    const code = status === 431 ? 'headers_too_large' : 'request_invalid';
    await expectProblem(await raw(text), status, code);
  });
});

describe('a host or an origin', () => {
  test.each([
    [['Host: evil.example'], 421, 'host_unknown'],
    [['Host: localhost@evil.example'], 421, 'host_unknown'],
    [['Host: localhost.evil.example:80'], 421, 'host_unknown'],
    [['Host: 127.0.0.1.evil.example'], 421, 'host_unknown'],
    [['Host: '], 421, 'host_unknown'],
    [['Host: localhost', 'Origin: null'], 403, 'origin_refused'],
    [['Host: localhost', 'Origin: http://localhost.evil.example'], 403, 'origin_refused'],
    [['Host: localhost', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'], 403, 'origin_refused'],
    [['Host: evil.example', 'X-Forwarded-Host: localhost'], 421, 'host_unknown'],
  ] as const)('%j is refused', async (headers, status, code) => {
    const text = ['GET /v1/runs HTTP/1.1', ...headers, 'Connection: close'].join('\r\n');
    await expectProblem(await raw(`${text}\r\n\r\n`), status, code);
  });

  test.each([
    ['Host: evil.example', 421],
    ['Host: localhost', 200],
  ])('of an upgrade is that of a request: %s gets %i', async (host, status) => {
    const upgrade = ['Connection: upgrade, close', 'Upgrade: websocket', 'Sec-WebSocket-Key: x'];
    const answer = await raw(`${['GET /v1/runs HTTP/1.1', host, ...upgrade].join('\r\n')}\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});
