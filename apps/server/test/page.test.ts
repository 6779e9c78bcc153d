import { request as send } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { serve, url } from './service.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** An answer as it comes, without anything decoded. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>(
    (resolve, reject) => {
      const request = send(new URL(path, url), { method, headers, agent: false }, async (answer) => {
        const body = Buffer.concat(await answer.toArray());
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
      });
      request.on('error', reject).end();
    },
  );
}

/** Names of the assets that the page loads. */
const assetsOf = (page: Buffer): string[] =>
  [...page.toString().matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);

describe('the page', () => {
  test('is served at / and at every address that a person opens, under a strict policy', async () => {
    await serve();
    for (const path of [
      '/',
      '/runs',
      '/runs/x?tab=logs',
      '/runs/x/tasks/a%2Fb.zip',
      '/coverage',
      '/nowhere',
    ]) {
      const { status, headers, body } = await get(path, HTML);
      expect([path, status]).toEqual([path, 200]);
      expect(body.toString()).toContain('<div id="page">');
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-cache',
      });
      const policy = String(headers['content-security-policy']).split('; ');
      expect(policy).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]);
    }
  });

  test('loads assets that may be kept for ever, with gzip for who accepts it', async () => {
    await serve();
    const assets = assetsOf((await get('/', HTML)).body);
    expect(assets.filter((path) => path.endsWith('.js'))).not.toEqual([]);
    expect(assets.filter((path) => path.endsWith('.css'))).not.toEqual([]);
    for (const path of assets) {
      const plain = await get(path);
      expect(plain.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      expect(plain.headers['content-encoding']).toBeUndefined();
      const zipped = await get(path, { 'accept-encoding': 'br, gzip' });
      const sent = zipped.headers['content-encoding'] === 'gzip' ? gunzipSync(zipped.body) : zipped.body;
      expect(sent.equals(plain.body)).toBe(true);
      expect(zipped.body.length).toBeLessThanOrEqual(plain.body.length);
      expect(
        (await get(path, { 'accept-encoding': 'gzip;q=0' })).headers['content-encoding'],
      ).toBeUndefined();
      expect((await get(path, {}, 'HEAD')).body.length).toBe(0);
    }
  });

  test('needs no token, and everything that has data still does', async () => {
    await serve({ tokens: [newToken('ops', 'read').kept] });
    const page = await get('/runs', HTML);
    expect(page.status).toBe(200);
    for (const path of assetsOf(page.body)) expect((await get(path)).status).toBe(200);
    for (const path of ['/v1/runs', '/v1/outputs', '/v1/nowhere', '/metrics']) {
      expect([path, (await get(path, HTML)).status]).toEqual([path, 401]);
    }
    expect((await get('/nowhere')).status).toBe(401);
  });

  test('is no answer to a program: what the interface does not have is a problem', async () => {
    await serve();
    for (const path of ['/v1/nowhere', '/docs/nowhere', '/assets/nowhere.js', '/assets/..%2Findex.html']) {
      const { status, headers } = await get(path, HTML);
      expect([path, status, headers['content-type']]).toEqual([
        path,
        404,
        'application/problem+json; charset=utf-8',
      ]);
    }
    expect((await get('/runs')).status).toBe(404);
    expect((await get('/runs', HTML, 'POST')).status).toBe(404);
    expect((await get('/', HTML, 'POST')).status).toBe(405);
  });
});
