import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, config, data, events, follow, serve, serveArchive, simulator, stop, url } from './service.ts';

const day = { start: '2025-07-01', end: '2025-07-01' };
describe('a token for some output directories', () => {
  const team = newToken('team', 'write', ['team-a']);
  const other = newToken('other', 'write', ['team-b', 'shared']);
  const all = newToken('ops', 'write');
  const by = ({ token }: { readonly token: string }) => ({ authorization: `Bearer ${token}` });
  const started = async (who: { readonly token: string }, output_directory: string, more: object = {}) =>
    call('POST', '/v1/runs', { config: config({ output_directory, date_range: day, ...more }) }, by(who));
  const waitFor = async (run: string) => {
    await expect
      .poll(async () => (await call('GET', `/v1/runs/${run}`, undefined, by(all))).body.state, {
        timeout: 20_000,
      })
      .toBe('Completed');
  };
  beforeEach(async () => {
    await serveArchive();
    await serve({ tokens: [team.kept, other.kept, all.kept] });
  });

  test('starts, plans and checks in these and in those below, and in no others', async () => {
    for (const directory of ['team-a', 'team-a/btc']) {
      const body = { config: config({ output_directory: directory }) };
      expect((await call('POST', '/v1/plans', body, by(team))).status).toBe(200);
      expect((await call('POST', '/v1/config/check', body, by(team))).body).toMatchObject({ valid: true });
    }
    for (const directory of ['team-b', 'team-a2', 'Team-A', undefined]) {
      const body = { config: config({ output_directory: directory }) };
      for (const path of ['/v1/plans', '/v1/runs']) {
        expect(await call('POST', path, body, by(team))).toMatchObject({
          status: 403,
          body: { code: 'directory_not_allowed', hint: expect.stringContaining('team-a') },
        });
      }
      const check = (await call('POST', '/v1/config/check', body, by(team))).body;
      expect(check).toMatchObject({ valid: false, problems: [{ path: 'output_directory' }] });
    }
    expect((await call('GET', '/v1/coverage?output_directory=team-b', undefined, by(team))).status).toBe(403);
    expect((await call('GET', '/v1/coverage', undefined, by(team))).status).toBe(403);
    for (const path of ['/v1/tables/partitions', '/v1/coverage/findings/counts'])
      expect((await call('GET', `${path}?output_directory=team-b`, undefined, by(team))).status).toBe(403);
    expect((await call('GET', '/v1/coverage?output_directory=team-a', undefined, by(team))).status).toBe(404);
  });

  test('knows of no run elsewhere: not in a list, not by its id, not while it waits, not by its events', {
    tags: 'heavy',
  }, async () => {
    const first = (await started(other, 'team-b')).body.run_id;
    const waiting = (await started(other, 'shared')).body.run_id;
    const own = (await started(team, 'team-a')).body.run_id;
    const cancelled = (await started(other, 'team-b/x')).body.run_id;
    await call('POST', `/v1/runs/${cancelled}/cancel`, undefined, by(other));
    for (let round = 0; round < 2; round += 1) {
      for (const run of [first, waiting, cancelled, 'nobody']) {
        for (const path of ['', '/tasks', '/logs', '/attempts/x', '/events']) {
          expect(await call('GET', `/v1/runs/${run}${path}`, undefined, by(team))).toMatchObject({
            status: 404,
            body: {
              code: 'run_not_found',
              detail: `there is no run ${run}`,
              hint: 'List the runs: GET /v1/runs.',
            },
          });
        }
        for (const action of ['cancel', 'pause', 'unpause', 'resume', 'retry']) {
          const refused = await call('POST', `/v1/runs/${run}/${action}`, undefined, by(team));
          expect(refused).toMatchObject({ status: 404, body: { code: 'run_not_found' } });
        }
      }
      const listed = (await call('GET', '/v1/runs', undefined, by(team))).body.rows;
      expect(listed.map((row: { run_id: string }) => row.run_id)).toEqual([own]);
      if (round === 0) for (const run of [first, waiting, own]) await waitFor(run);
    }
    expect((await call('GET', '/v1/runs', undefined, by(all))).body.rows).toHaveLength(3);
    const figures = await fetch(new URL('/metrics', url), { headers: by(team) });
    const text = await figures.text();
    expect(text).toContain('output_directory="team-a"');
    expect(text).not.toMatch(/team-b|shared/);
  });

  test('has Idempotency-Keys of its own', async () => {
    const keyed = (who: { readonly token: string }, directory: string) =>
      call(
        'POST',
        '/v1/runs',
        { config: config({ output_directory: directory, date_range: day }) },
        {
          ...by(who),
          'idempotency-key': 'daily',
        },
      );
    const theirs = await keyed(other, 'shared');
    const ours = await keyed(team, 'team-a');
    expect([theirs.status, ours.status]).toEqual([202, 202]);
    expect(ours.body.run_id).not.toBe(theirs.body.run_id);
    expect((await keyed(team, 'team-a')).body).toEqual(ours.body);
    expect((await keyed(team, 'shared')).status).toBe(403);
  });
});

describe('a path of this machine', () => {
  test('is in no answer', async () => {
    await serveArchive();
    await serve({ onError: () => {} });
    simulator.faults.add({
      key: /2025-07-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    await mkdir(join(data, 'blocked'), { recursive: true });
    await writeFile(join(data, 'blocked/bronze'), 'in the way');
    const answers: unknown[] = [];
    const see = async (method: string, path: string, body?: unknown) => {
      const { body: answer } = await call(method, path, body);
      answers.push(answer);
      return answer;
    };
    for (const output_directory of ['btc', 'blocked']) {
      await see('POST', '/v1/plans', { config: config({ output_directory }) });
      const { run_id: run } = await see('POST', '/v1/runs', { config: config({ output_directory }) });
      answers.push(await Array.fromAsync(follow(run)));
      answers.push(await Array.fromAsync(events(`/v1/runs/${run}/events?view=progress`)));
      const shown = await see('GET', `/v1/runs/${run}?with=config`);
      expect(shown).toMatchObject({
        output_directory,
        config: { output_directory },
        result: { output_directory },
      });
      for (const list of ['tasks', 'logs']) await see('GET', `/v1/runs/${run}/${list}?limit=1000`);
      await see('POST', `/v1/runs/${run}/retry`);
      answers.push(await Array.fromAsync(follow(run)));
      await see('GET', `/v1/runs/${run}/tasks?state=Failed`);
      await see('GET', `/v1/coverage?output_directory=${output_directory}`);
    }
    await writeFile(join(data, 'btc/.tapehaul/catalog.db'), 'no database');
    await stop();
    await serve({ onError: () => {} });
    for (const path of [
      '/v1/runs',
      '/v1/coverage?output_directory=btc',
      '/metrics',
      '/readyz',
      '/openapi.json',
    ]) {
      await see('GET', path);
    }
    await see('POST', '/v1/runs', { config: config() });
    await see('POST', '/v1/plans', { config: config() });
    const text = JSON.stringify(answers);
    expect(text).toContain('blocked/bronze');
    for (const path of [data, tmpdir(), process.cwd(), process.execPath]) expect(text).not.toContain(path);
    expect(text).not.toMatch(/[" (]\/(?:usr|home|root|tmp|var|etc|work)\//);
  });
});
