import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, config, serve, serveArchive, url } from './service.ts';

const raw = (text: string) =>
  new Promise<string>((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
  });

describe('the service', () => {
  test('wants a token of the right scope where it has any', async () => {
    const [reader, writer] = [newToken('page', 'read'), newToken('ops', 'write')];
    await serveArchive();
    await serve({ tokens: [reader.kept, writer.kept] });
    const by = (token: string) => ({ authorization: `Bearer ${token}` });
    expect(await call('GET', '/v1/runs')).toMatchObject({
      status: 401,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'token_missing' },
    });
    expect((await call('GET', '/v1/runs', undefined, by('tape_wrong'))).status).toBe(401);
    expect((await call('GET', '/v1/runs', undefined, by(reader.token))).status).toBe(200);
    expect(await call('POST', '/v1/runs', { config: config() }, by(reader.token))).toMatchObject({
      status: 403,
      body: { code: 'scope_missing' },
    });
    for (const [path, token] of [
      ['/v1/plans', writer.token],
      ['/v1/plans', reader.token],
      ['/v1/config/check', reader.token],
    ] as const) {
      expect((await call('POST', path, { config: config() }, by(token))).status).toBe(200);
    }
    expect((await call('POST', '/v1/runs/nobody/cancel', undefined, by(reader.token))).status).toBe(403);
    expect((await call('GET', '/livez')).status).toBe(200);
  });

  test('says how a token is sent, takes its scheme in any case, and wants none for a probe with a query', async () => {
    const { token, kept } = newToken('ops', 'write');
    await serve({ tokens: [kept] });
    const refused = await fetch(new URL('/v1/runs', url));
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await call('GET', '/v1/runs', undefined, { authorization: `bearer ${token}` })).status).toBe(200);
    expect((await call('GET', '/livez?x=1')).status).toBe(200);
    expect((await call('GET', '/v1/runs?x=/livez')).status).toBe(401);
  });

  test('takes names of hosts in any case, and JSON of no length for no body', async () => {
    await serve({ hosts: ['Tapes.Example'] });
    for (const host of ['LOCALHOST', 'tapes.example', 'TAPES.example:80']) {
      const answer = await raw(`GET /version HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 200/);
    }
    const json = { 'content-type': 'application/json' };
    expect(await call('POST', '/v1/runs/nobody/cancel', undefined, json)).toMatchObject({ status: 404 });
    expect(await call('POST', '/v1/runs', undefined, json)).toMatchObject({ status: 400 });
  });

  test.each(['/%ff', '/v1/runs/%zz', `/v1/runs/${'x'.repeat(5_000)}`])(
    'answers an address that cannot be read with a problem, under its own name only: %.20s',
    async (path) => {
      await serve();
      const own = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(own).toMatch(/^HTTP\/1.1 4(00|14) /);
      expect(own).toContain('application/problem+json');
      expect(own).toContain('"code":"request_invalid"');
      const foreign = await raw(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
      expect(foreign).toContain('"code":"host_unknown"');
    },
  );

  test('refuses pages of other origins, and other names', async () => {
    await serve();
    expect(await call('GET', '/v1/runs', undefined, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'origin_refused' },
    });
    expect(await raw('GET /v1/runs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toContain(
      '421',
    );
    for (const origin of ['null', 'http://localhost:1', `${url}1`, 'file://']) {
      expect((await call('GET', '/v1/runs', undefined, { origin })).status).toBe(403);
    }
    expect((await call('GET', '/v1/runs', undefined, { origin: url })).status).toBe(200);
  });

  test.each(['../up', '/etc', 'a/../../b', '.hidden', 'a/.tapehaul', 'a\0b', '_x', '.', 'a/b/c/d'])(
    'keeps output_directory %j inside its data',
    async (output_directory) => {
      await serveArchive();
      await serve();
      const answer = await call('POST', '/v1/runs', { config: config({ output_directory }) });
      expect(answer).toMatchObject({ status: 422, body: { code: 'config_invalid' } });
      expect(
        (await call('GET', `/v1/coverage?output_directory=${encodeURIComponent(output_directory)}`)).status,
      ).toBe(422);
    },
  );

  test('refuses what is too large, malformed or unknown with a problem that helps, and continues', async () => {
    await serve();
    expect(await call('POST', '/v1/runs', { config: { x: 'y'.repeat(10_000_000) } })).toMatchObject({
      status: 413,
      body: { code: 'too_large' },
    });
    const malformed = await fetch(new URL('/v1/runs', url), {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toMatchObject({ code: 'request_invalid' });
    const invalid = await call('POST', '/v1/runs', { config: { markets: ['spott'], symbols: ['BTCUSDT'] } });
    expect(invalid).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining([{ path: 'markets[0]', message: expect.stringContaining('spott') }]),
      },
    });
    expect(await call('GET', '/v1/runs/nobody')).toMatchObject({
      status: 404,
      body: { code: 'run_not_found' },
    });
    expect(await call('GET', '/v1/runs?limit=0')).toMatchObject({
      status: 400,
      body: { code: 'request_invalid' },
    });
    expect(await call('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await call('GET', '/readyz')).status).toBe(200);
  });
});
