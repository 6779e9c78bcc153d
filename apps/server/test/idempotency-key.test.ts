import { beforeEach, describe, expect, test } from 'vitest';
import { call, config, serve, serveArchive, url } from './service.ts';

beforeEach(async () => {
  await serveArchive();
  await serve();
});

describe('a body', () => {
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const answer = await fetch(new URL('/v1/config/check', url), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
  };
  const nested = (depth: number, open = '[', shut = ']') =>
    `{"config":{"symbols":${open.repeat(depth)}${shut.repeat(depth)}}}`;

  test.each([
    ['nested lists', nested(200_000), 422, 'too_deep'],
    ['nested objects', nested(100_000, '{"a":', '}').replace('{"a":}', '{}'), 422, 'too_deep'],
    ['lists that do not end', '['.repeat(1_000_000), 422, 'too_deep'],
    ['a key of prototypes', '{"config":{"__proto__":{"x":1}}}', 400, 'request_invalid'],
    ['a constructor', '{"config":{"constructor":{"prototype":{"x":1}}}}', 400, 'request_invalid'],
    ['no JSON', '{', 400, 'request_invalid'],
    ['a list', '[]', 400, 'request_invalid'],
    ['null', 'null', 400, 'request_invalid'],
    ['too much', `{"config":{"x":"${'y'.repeat(1 << 20)}"}}`, 413, 'too_large'],
  ])('of %s is refused', async (_, body, status, code) => {
    expect(await send(body)).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json'),
      body: { code },
    });
    expect((await call('GET', '/livez')).status).toBe(200);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
  ])('of type %s is 415', async (type) => {
    expect(await send('{"config":{}}', { 'content-type': type })).toMatchObject({
      status: 415,
      body: { code: 'media_type_unsupported' },
    });
  });

  test('that is compressed is 415', async () => {
    expect(await send('{"config":{}}', { 'content-encoding': 'gzip' })).toMatchObject({
      status: 415,
      body: { code: 'encoding_unsupported' },
    });
  });

  test('with brackets in a text is not deep', async () => {
    const config = { symbols: [`${'['.repeat(100)}"\\${'{'.repeat(100)}`] };
    expect(await send(JSON.stringify({ config }))).toMatchObject({ status: 200, body: { valid: false } });
  });

  test('with a key twice has the last of them, for the check and for the run', async () => {
    const first = JSON.stringify({ ...config(), source: { endpoint: 'http://192.0.2.1' } });
    const body = `{"config":{},"config":${first}}`;
    expect((await send(body)).body).toMatchObject({ valid: false, problems: [{ path: 'source.endpoint' }] });
  });
});

describe('an Idempotency-Key', () => {
  test.each([0, 201])('of %i characters is refused', async (length) => {
    const headers = { 'idempotency-key': 'x'.repeat(length) };
    expect(await call('POST', '/v1/runs', { config: config() }, headers)).toMatchObject({ status: 400 });
  });

  test.each(['__proto__', '../../../etc/passwd', 'a/b', '%00', '.'])('%j is a key as others', async (key) => {
    const headers = { 'idempotency-key': key };
    const first = await call('POST', '/v1/runs', { config: config() }, headers);
    expect(first.status).toBe(202);
    expect((await call('POST', '/v1/runs', { config: config() }, headers)).body).toEqual(first.body);
  });
});

test('every answer forbids a browser to do anything with it', async () => {
  for (const path of [
    '/livez',
    '/v1/runs',
    '/nowhere',
    '/openapi.json',
    '/metrics',
    '/docs',
    '/docs/page.js',
  ]) {
    const { headers } = await fetch(new URL(path, url));
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  }
});
