import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { newToken, readTokens } from '../src/access/tokens.ts';
import { call, config, data, serve, serveArchive, url } from './service.ts';

let sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
});

const by = (token: string) => ({ authorization: `Bearer ${token}` });

/** Follows a run over that many connections, and gives the first lines of the answers. */
async function followers(count: number, run: string, token: string): Promise<string[]> {
  const { hostname, port } = new URL(url);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), hostname).on('error', () => {});
      sockets.push(socket);
      const head = [
        `GET /v1/runs/${run}/events HTTP/1.1`,
        'Host: localhost',
        `Authorization: Bearer ${token}`,
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      const [chunk] = await once(socket, 'data');
      return String(chunk).split('\r\n')[0] ?? '';
    }),
  );
}

describe('one sender', () => {
  test('that follows a run a thousand times leaves the service to the others', async () => {
    await serveArchive({ latencyMs: 60_000 });
    const [one, other] = [newToken('one', 'write'), newToken('other', 'write')];
    await serve({ tokens: [one.kept, other.kept], rate: 10_000 });
    const { run_id } = (await call('POST', '/v1/runs', { config: config() }, by(one.token))).body;
    const answers = await followers(500, run_id, one.token);
    expect(answers.filter((line) => line.includes(' 200 '))).toHaveLength(300);
    expect(answers.filter((line) => line.includes(' 429 '))).toHaveLength(200);
    expect((await call('GET', '/v1/runs', undefined, by(one.token))).body).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining('300 requests of the token one'),
    });
    expect((await call('GET', '/v1/runs', undefined, by(other.token))).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(async () =>
      expect((await call('GET', '/v1/runs', undefined, by(one.token))).status).toBe(200),
    );
  });

  test('that plans without end has to wait, and the service answers', async () => {
    await serveArchive({ latencyMs: 60_000 });
    const errors: unknown[] = [];
    await serve({ rate: 10_000, onError: (error) => errors.push(error) });
    // The archive is requested first, and lets every request wait.
    const requested = Array.from({ length: 20 }, () => {
      const gone = new AbortController();
      const answer = fetch(new URL('/v1/plans', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ config: config({ symbols: ['*'] }) }),
        signal: gone.signal,
      });
      return {
        gone,
        status: answer.then(
          ({ status }) => status,
          () => 0,
        ),
      };
    });
    let refused = 0;
    await new Promise<void>((resolve) => {
      for (const { status } of requested)
        void status.then((got) => got === 503 && ++refused === 12 && resolve());
    });
    const one = await call('POST', '/v1/plans', { config: config({ symbols: ['*'] }) });
    expect(one).toMatchObject({ status: 503, body: { code: 'too_busy' } });
    expect((await call('GET', '/v1/runs')).status).toBe(200);
    for (const { gone } of requested) gone.abort();
    const statuses = await Promise.all(requested.map(({ status }) => status));
    expect(statuses.filter((status) => status === 0)).toHaveLength(8);
    expect(errors).toEqual([]);
    // Clients that left make room.
    await vi.waitFor(async () =>
      expect(
        (
          await call('POST', '/v1/plans', {
            config: config({ symbols: ['X'], date_range: { start: '2015-01-01', end: '2015-01-02' } }),
          })
        ).status,
      ).not.toBe(503),
    );
  });

  test('cannot fill the memory with runs that wait', async () => {
    await serveArchive({ latencyMs: 60_000 });
    await serve({ rate: 10_000 });
    const start = (output_directory: string) =>
      call('POST', '/v1/runs', { config: config({ output_directory }) });
    const statuses: number[] = [];
    for (let at = 0; at < 103; at += 1) statuses.push((await start('btc')).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(101);
    expect(await start('btc')).toMatchObject({ status: 503, body: { code: 'queue_full' } });
    expect((await start('eth')).status).toBe(202);
  });

  test('cannot fill it with large configurations', { tags: 'heavy', timeout: 60_000 }, async () => {
    await serveArchive({ latencyMs: 60_000 });
    await serve({ rate: 10_000 });
    const symbols = Array.from({ length: 15_000 }, (_, at) => `${String(at).padStart(50, 'S')}USDT`);
    const answers: { status: number; code: string | undefined }[] = [];
    for (let at = 0; at < 60 && answers.at(-1)?.status !== 503; at += 1) {
      const { status, body } = await call('POST', '/v1/runs', {
        config: config({ symbols, output_directory: `d${at}` }),
      });
      answers.push({ status, code: body.code });
    }
    expect(answers.at(-1)).toEqual({ status: 503, code: 'queue_full' });
    expect(answers.length).toBeLessThan(50);
  });
});

describe('a file of tokens', () => {
  const kept = newToken('ops', 'write').kept;

  test.each([
    ['a misspelt key, which would make the token one for everything', [{ ...kept, directory: 'team-a' }]],
    ['a name twice', [kept, { ...newToken('ops', 'read').kept }]],
    ['a directory that leads out', [{ ...kept, directories: ['../team-a'] }]],
    ['no directory at all', [{ ...kept, directories: [] }]],
  ])('with %s is refused', async (_, tokens) => {
    const path = join(data, 'tokens.json');
    await writeFile(path, JSON.stringify(tokens));
    await expect(readTokens(path)).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
