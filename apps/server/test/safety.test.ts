import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { ask, config, data, serve, serveArchive, url } from './service.ts';

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
    expect(await ask('GET', '/v1/runs')).toMatchObject({
      status: 401,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'token_missing' },
    });
    expect((await ask('GET', '/v1/runs', undefined, by('tape_wrong'))).status).toBe(401);
    expect((await ask('GET', '/v1/runs', undefined, by(reader.token))).status).toBe(200);
    expect(await ask('POST', '/v1/runs', { config: config() }, by(reader.token))).toMatchObject({
      status: 403,
      body: { code: 'scope_missing' },
    });
    for (const [path, token] of [
      ['/v1/plans', writer.token],
      ['/v1/plans', reader.token],
      ['/v1/config/check', reader.token],
    ] as const) {
      expect((await ask('POST', path, { config: config() }, by(token))).status).toBe(200);
    }
    expect((await ask('POST', '/v1/runs/nobody/cancel', undefined, by(reader.token))).status).toBe(403);
    expect((await ask('GET', '/livez')).status).toBe(200);
  });

  test('tells how a token is sent, takes its scheme in any case, and wants none for a probe with a query', async () => {
    const { token, kept } = newToken('ops', 'write');
    await serve({ tokens: [kept] });
    const refused = await fetch(new URL('/v1/runs', url));
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect((await ask('GET', '/v1/runs', undefined, { authorization: `bearer ${token}` })).status).toBe(200);
    expect((await ask('GET', '/livez?x=1')).status).toBe(200);
    expect((await ask('GET', '/v1/runs?x=/livez')).status).toBe(401);
  });

  test('takes names of hosts in any case, and JSON of no length for no body', async () => {
    await serve({ hosts: ['Tapes.Example'] });
    for (const host of ['LOCALHOST', 'tapes.example', 'TAPES.example:80']) {
      const answer = await raw(`GET /version HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 200/);
    }
    const json = { 'content-type': 'application/json' };
    expect(await ask('POST', '/v1/runs/nobody/cancel', undefined, json)).toMatchObject({ status: 404 });
    expect(await ask('POST', '/v1/runs', undefined, json)).toMatchObject({ status: 400 });
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

  test('is not asked by pages of other origins, nor under another name', async () => {
    await serve();
    expect(await ask('GET', '/v1/runs', undefined, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'origin_refused' },
    });
    expect(await raw('GET /v1/runs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toContain(
      '421',
    );
    for (const origin of ['null', 'http://localhost:1', `${url}1`, 'file://']) {
      expect((await ask('GET', '/v1/runs', undefined, { origin })).status).toBe(403);
    }
    expect((await ask('GET', '/v1/runs', undefined, { origin: url })).status).toBe(200);
  });

  test.each(['../up', '/etc', 'a/../../b', '.hidden', 'a/.tapehaul', 'a\0b', '_x', '.', 'a/b/c/d'])(
    'keeps output_directory %j inside its data',
    async (output_directory) => {
      await serveArchive();
      await serve();
      const answer = await ask('POST', '/v1/runs', { config: config({ output_directory }) });
      expect(answer).toMatchObject({ status: 422, body: { code: 'config_invalid' } });
      expect(
        (await ask('GET', `/v1/coverage?output_directory=${encodeURIComponent(output_directory)}`)).status,
      ).toBe(422);
    },
  );

  test('refuses what is too large, malformed or unknown with a problem that helps, and goes on', async () => {
    await serve();
    expect(await ask('POST', '/v1/runs', { config: { x: 'y'.repeat(10_000_000) } })).toMatchObject({
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
    const invalid = await ask('POST', '/v1/runs', { config: { markets: ['spott'], symbols: ['BTCUSDT'] } });
    expect(invalid).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining([{ path: 'markets[0]', message: expect.stringContaining('spott') }]),
      },
    });
    expect(await ask('GET', '/v1/runs/nobody')).toMatchObject({
      status: 404,
      body: { code: 'run_not_found' },
    });
    expect(await ask('GET', '/v1/runs?limit=0')).toMatchObject({
      status: 400,
      body: { code: 'request_invalid' },
    });
    expect(await ask('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await ask('GET', '/readyz')).status).toBe(200);
  });

  test('is not ready when its data cannot be a folder any more', async () => {
    await serve();
    expect(await ask('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await rm(data, { recursive: true });
    await writeFile(data, '');
    expect(await ask('GET', '/readyz')).toMatchObject({
      status: 503,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'not_ready', hint: 'Correct its permissions.' },
    });
  });

  test.each([
    [
      { output_directory: '../x', markets: ['spott'], matrix_path: '/etc/passwd' },
      ['markets[0]', 'output_directory', 'matrix_path'],
      '"../x"',
    ],
    [{ output_directory: 5 }, ['output_directory'], 'got 5'],
    [{ output_directory: 'fine', matrix_path: 'm.json' }, ['matrix_path'], 'leave it out'],
    // What a group of another tool's keys holds would pass by the checks of the keys at the top level.
    [{ workflow_config: { matrix_path: '/etc/passwd' } }, ['workflow_config'], 'at the top level'],
    [
      {
        workflow_config: { markets: ['spot'] },
        ...{ markets: undefined, symbols: undefined, data_types: undefined, date_range: undefined },
      },
      ['workflow_config'],
      'at the top level',
    ],
    [{ s3: { Settings: { output_directory: '../x' } } }, ['s3'], 'at the top level'],
    [{ Request: { source: { prefix: 'secret' } } }, ['Request'], 'at the top level'],
    [{ output_directory: undefined, local_data_dir: 'other' }, ['local_data_dir'], 'write output_directory'],
    [{ parameters: 'text' }, ['parameters'], 'not a valid value'],
  ])(
    'tells all that is wrong with a configuration at once, of a run as of a check: %j',
    async (more, paths, text) => {
      await serveArchive();
      await serve();
      const body = { config: config(more) };
      const check = (await ask('POST', '/v1/config/check', body)).body;
      expect(check).toMatchObject({ valid: false });
      expect(check.problems.map(({ path }: { path: string }) => path)).toEqual(paths);
      for (const where of ['/v1/runs', '/v1/plans']) {
        const refused = await ask('POST', where, body);
        expect(refused).toMatchObject({ status: 422, body: { code: 'config_invalid' } });
        expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
        expect(refused.body.detail).toContain(text);
      }
    },
  );

  test.each([
    ['/v1/runs?state=Compleeted', ['state'], 'did you mean Completed?'],
    ['/v1/runs?stat=Completed&limt=3', ['stat', 'limt'], 'did you mean state?'],
    ['/v1/runs/nobody/tasks?state=Failed,Corupt', ['state'], 'did you mean Corrupt?'],
    ['/v1/coverage?output_dir=x', ['output_dir'], 'did you mean output_directory?'],
  ])('tells what is misspelt in %s', async (path, faulty, text) => {
    await serve();
    const { status, body } = await ask('GET', path);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'query_invalid' });
    expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual(faulty);
    expect(body.detail).toContain(text);
  });

  test('limits how often one address asks', async () => {
    await serve({ rate: 5 });
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1) statuses.push((await ask('GET', '/version')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    for (const probe of ['/livez', '/readyz', '/livez']) expect((await ask('GET', probe)).status).toBe(200);
    expect((await ask('GET', '/nowhere')).status).toBe(429);
  });

  test('limits who has no token, too', async () => {
    await serve({ rate: 2, tokens: [newToken('ops', 'write').kept] });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await ask('GET', '/v1/runs')).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
  });

  test('describes itself by OpenAPI 3.1, and tells the matrix and what is wrong with a configuration', async () => {
    await serveArchive();
    await serve();
    const { body } = await ask('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/runs', '/v1/runs/{run}/events', '/v1/plans', '/metrics']),
    );
    expect((await ask('GET', '/v1/matrix')).body.rows.length).toBeGreaterThan(10);
    const check = await ask('POST', '/v1/config/check', { config: { ...config(), data_types: ['klin'] } });
    expect(check.body).toMatchObject({
      valid: false,
      problems: [{ path: 'data_types[0]', suggestion: 'klines' }],
    });
  });
});
