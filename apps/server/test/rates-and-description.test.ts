import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, config, data, serve, serveArchive, url } from './service.ts';

describe('the service', () => {
  test('is not ready when its data cannot be a folder any more', async () => {
    await serve();
    expect(await call('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await rm(data, { recursive: true });
    await writeFile(data, '');
    expect(await call('GET', '/readyz')).toMatchObject({
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
      const check = (await call('POST', '/v1/config/check', body)).body;
      expect(check).toMatchObject({ valid: false });
      expect(check.problems.map(({ path }: { path: string }) => path)).toEqual(paths);
      for (const where of ['/v1/runs', '/v1/plans']) {
        const refused = await call('POST', where, body);
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
  ])('says what is misspelt in %s', async (path, faulty, text) => {
    await serve();
    const { status, body } = await call('GET', path);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'query_invalid' });
    expect(body.errors.map((fault: { path: string }) => fault.path)).toEqual(faulty);
    expect(body.detail).toContain(text);
  });

  test('limits the requests of one address; one that only reads counts a tenth', async () => {
    await serve({ rate: 2 });
    const statuses: number[] = [];
    for (let n = 0; n < 10; n += 1) statuses.push((await call('GET', '/version')).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const check = () => call('POST', '/v1/config/check', { config: {} });
    expect((await check()).status).toBe(200);
    expect((await check()).status).toBe(429);
    for (const probe of ['/livez', '/readyz', '/livez']) expect((await call('GET', probe)).status).toBe(200);
    const refused = await fetch(new URL('/nowhere', url));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('limits a token, and not the others of its address', async () => {
    const [one, other] = [newToken('one', 'read'), newToken('other', 'read')];
    await serve({ rate: 1, tokens: [one.kept, other.kept] });
    const read = async (token: string) =>
      (await call('GET', '/v1/runs', undefined, { authorization: `Bearer ${token}` })).status;
    for (let n = 0; n < 10; n += 1) expect(await read(one.token)).toBe(200);
    expect(await read(one.token)).toBe(429);
    expect(await read(other.token)).toBe(200);
    expect(await read('tape_wrong')).toBe(401);
    expect(await read('tape_wrong')).toBe(429);
    expect(await read(other.token)).toBe(200);
  });

  test('limits who has no token, too', async () => {
    await serve({ rate: 2, tokens: [newToken('ops', 'write').kept] });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await call('GET', '/v1/runs')).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
  });

  test('describes itself by OpenAPI 3.1, and gives the matrix and what is wrong with a configuration', async () => {
    await serveArchive();
    await serve();
    const { body } = await call('GET', '/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/runs', '/v1/runs/{run}/events', '/v1/plans', '/metrics']),
    );
    expect((await call('GET', '/v1/matrix')).body.rows.length).toBeGreaterThan(10);
    const check = await call('POST', '/v1/config/check', { config: { ...config(), data_types: ['klin'] } });
    expect(check.body).toMatchObject({
      valid: false,
      problems: [{ path: 'data_types[0]', suggestion: 'klines' }],
    });
  });
});
