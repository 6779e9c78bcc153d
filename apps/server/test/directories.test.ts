import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { call, config, data, ended, serve, serveArchive, startRun, stop } from './service.ts';

const day = { start: '2025-07-01', end: '2025-07-01' };

describe('the name of an output directory', () => {
  test.each([
    'a\u0000b',
    'a\nb',
    'a\u001b[31mb',
    'a\u202eb',
    'a\u200bb',
    'a\u00a0b',
    'a\ud800',
    ' a',
    'a ',
    'a.',
    'a..',
    '...',
    'con',
    'NUL',
    'com1.txt',
    'lpt9',
    'LPT¹',
    'conin$',
    'CLOCK$',
    '\u3164',
    'a\u2800b',
    'a\ufe0f',
    'a:b',
    'a|b',
    'a*',
    'a?',
    'a"b',
    'a<b',
    'a\\b',
    '..\\..\\x',
    '.tapehaul',
    '_runs',
    '.tapehaul-server',
    'a/_runs',
    'a/../b',
    'a//b',
    '/',
    '',
    '//a',
    'a/b/c/d',
    'x'.repeat(65),
    '😀'.repeat(64),
    'e\u0301te',
    'C:\\x',
    '~/x/.',
  ])('is not %j', async (output_directory) => {
    await serveArchive();
    await serve();
    for (const path of ['/v1/runs', '/v1/plans']) {
      expect(await call('POST', path, { config: config({ output_directory }) })).toMatchObject({
        status: 422,
        body: { code: 'config_invalid' },
      });
    }
    // A query has no halves of characters.
    const query = encodeURIComponent(output_directory.isWellFormed() ? output_directory : '..');
    expect((await call('GET', `/v1/coverage?output_directory=${query}`)).status).toBe(422);
    expect((await readdir(data)).filter((name) => name !== '.tapehaul-server')).toEqual([]);
  });

  test.each([
    'btc',
    'BTC candles (1h)',
    'été',
    '取引',
    'a/b/c',
    './btc',
    'btc/',
    'x'.repeat(64),
    'console',
    'com10',
  ])('may be %j', async (output_directory) => {
    await serveArchive();
    await serve();
    expect(
      (await call('POST', '/v1/config/check', { config: config({ output_directory }) })).body,
    ).toMatchObject({
      valid: true,
    });
  });
});

describe('a link below the data that leads out of it', () => {
  let outside = '';
  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await serveArchive();
  });
  afterEach(() => rm(outside, { recursive: true, force: true }));

  test.each([
    ['link', (target: string) => symlink(target, join(data, 'link'))],
    ['link/below', (target: string) => symlink(target, join(data, 'link'))],
    ['link', (target: string) => symlink(join(target, 'not-there'), join(data, 'link'))],
    [
      'own',
      async (target: string) => {
        await mkdir(join(data, 'own'));
        await symlink(target, join(data, 'own/.tapehaul'));
      },
    ],
    [
      'own',
      async (target: string) => {
        await mkdir(join(data, 'own/.tapehaul'), { recursive: true });
        await symlink(join(target, 'catalog.db'), join(data, 'own/.tapehaul/catalog.db'));
      },
    ],
    [
      'own',
      async (target: string) => {
        await mkdir(join(data, 'own'));
        await symlink(target, join(data, 'own/bronze'));
      },
    ],
  ])('is not followed on any route: %s', async (output_directory, link) => {
    await link(outside);
    await serve({ onError: () => {} });
    for (const path of ['/v1/runs', '/v1/plans']) {
      const refused = await call('POST', path, { config: config({ output_directory }) });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'output_directory' }] } });
      expect(refused.body.detail).toContain('leads out of the data');
    }
    expect((await call('GET', `/v1/coverage?output_directory=${output_directory}`)).status).toBe(422);
    expect(await readdir(outside)).toEqual([]);
  });

  test('and is made after a run was recorded hides the run, and no retry follows it', async () => {
    await serve({ onError: () => {} });
    const run = await startRun();
    await ended(run);
    await stop();
    await rm(join(data, 'btc/.tapehaul'), { recursive: true });
    await symlink(outside, join(data, 'btc/.tapehaul'));
    await serve({ onError: () => {} });
    expect((await call('GET', `/v1/runs/${run}`)).status).toBe(404);
    expect((await call('POST', `/v1/runs/${run}/retry`)).status).toBe(404);
    expect(await readdir(outside)).toEqual([]);
  });

  test('deep below an output directory is not written through', async () => {
    await mkdir(join(data, 'btc/bronze/binance'), { recursive: true });
    await symlink(outside, join(data, 'btc/bronze/binance/spot'));
    await serve({ onError: () => {} });
    await ended(await startRun({ date_range: day }));
    expect(await readdir(outside)).toEqual([]);
  });
});
