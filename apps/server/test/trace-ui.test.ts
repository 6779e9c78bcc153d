import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { newToken } from '../src/access/tokens.ts';
import { call, data, serve } from './service.ts';
import { command, start } from './service-process.ts';

const TEMPLATE = 'https://traces.example/trace/{trace_id}?from=tapehaul&id={trace_id}#spans';
const reader = newToken('reader', 'read');
const writer = newToken('writer', 'write');
const team = newToken('team', 'read', ['team-a', 'shared/btc']);
const tokens = [reader.kept, writer.kept, team.kept];
const me = (token?: string) =>
  call('GET', '/v1/me', undefined, token === undefined ? {} : { authorization: `Bearer ${token}` });

describe('GET /v1/me', () => {
  test.each([
    ['a read token', reader.token, { name: 'reader', scope: 'read', directories: null }],
    ['a write token', writer.token, { name: 'writer', scope: 'write', directories: null }],
    [
      'a token limited to directories',
      team.token,
      { name: 'team', scope: 'read', directories: ['team-a', 'shared/btc'] },
    ],
  ])('shows %s what it allows and where traces are shown', async (_, token, expected) => {
    await serve({ tokens, traceUi: TEMPLATE });
    const { status, type, body } = await me(token);
    expect(status).toBe(200);
    expect(type).toContain('application/json');
    expect(body).toEqual({
      ...expected,
      fleet: false,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      trace_ui: TEMPLATE,
    });
  });

  test.each([
    ['a read token', [reader.kept], reader.token],
    ['a token limited to directories', [team.kept], team.token],
    ['a request without tokens', [], undefined],
  ])('shows %s no address where the service has none', async (_, kept, token) => {
    await serve({ tokens: kept });
    const { status, body } = await me(token);
    expect(status).toBe(200);
    expect(body).toHaveProperty('trace_ui', null);
  });

  test('allows everything where the service needs no token', async () => {
    await serve({ traceUi: TEMPLATE });
    const { body } = await me();
    expect(body).toMatchObject({ name: null, scope: 'write', directories: null, trace_ui: TEMPLATE });
  });

  test.each([
    ['no token', undefined],
    ['an unknown token', newToken('reader', 'read').token],
    ['an empty token', ''],
  ])('does not show the address to a request with %s', async (_, token) => {
    await serve({ tokens, traceUi: TEMPLATE });
    const answer = await me(token);
    expect(answer.status).toBe(401);
    expect(JSON.stringify(answer.body)).not.toContain('traces.example');
  });

  test('gives all tokens the same address and version', async () => {
    await serve({ tokens, traceUi: TEMPLATE });
    const answers = await Promise.all([reader, writer, team].map(({ token }) => me(token)));
    const shared = answers.map(({ body }) => `${body.version} ${body.trace_ui}`);
    expect(new Set(shared).size).toBe(1);
  });
});

describe('an address of traces', () => {
  test.each([
    'http://127.0.0.1:16686/trace/{trace_id}',
    'HTTPS://Traces.Example/explore?trace={trace_id}&org=1',
  ])('%s is shown as it was given', async (template) => {
    const { child, url } = await start('--trace-ui', template);
    const body = await (await fetch(new URL('/v1/me', url))).json();
    child.kill('SIGTERM');
    expect((await child).exitCode).toBe(0);
    expect(body).toMatchObject({ scope: 'write', trace_ui: template });
  });

  test('is optional: without it the service shows no address', async () => {
    const { child, url } = await start();
    const body = await (await fetch(new URL('/v1/me', url))).json();
    child.kill('SIGTERM');
    expect((await child).exitCode).toBe(0);
    expect(body).toMatchObject({ scope: 'write', trace_ui: null });
  });

  test.each([
    ['without a place for the id', 'http://127.0.0.1:16686/trace/'],
    ['with another name for the id', 'http://127.0.0.1:16686/trace/{traceId}'],
    ['that is a script', 'javascript:alert("{trace_id}")'],
    ['of another protocol', 'ftp://traces.example/{trace_id}'],
    ['without a protocol', 'traces.example/{trace_id}'],
    ['without a host', 'http://'],
    ['that is empty', ''],
    ['whose host is the id', 'http://{trace_id}'],
    ['whose host has the id in it', 'https://{trace_id}.traces.example/{trace_id}'],
    ['without slashes before its host', 'http:{trace_id}'],
    ['with an empty host', 'http:///trace/{trace_id}'],
    ['with a port that is none', 'http://traces.example:99999/{trace_id}'],
  ])('refuses an address %s', async (_, template) => {
    await expect(serve({ traceUi: template })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('expected an http or https address with {trace_id} in its path'),
    });
  });

  test.each([
    'https://ops:secret@traces.example/{trace_id}',
    'https://ops@traces.example/{trace_id}',
    'https://:secret@traces.example/{trace_id}',
    'https://@traces.example/{trace_id}',
    'https://ops:se\tcret@traces.example/{trace_id}',
  ])('refuses a login in %j, and says why without repeating it', async (template) => {
    const refused = await serve({ traceUi: template }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('password') });
    expect(String(refused)).not.toContain('ops');
  });

  test('is refused by the command for the same reasons', async () => {
    const template = 'https://ops:secret@traces.example/{trace_id}';
    const args = [command, '--port', '0', '--data', data, '--trace-ui', template];
    const { exitCode, stderr, stdout } = await execa(process.execPath, args, { reject: false });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('everyone who may read the service sees the address');
    expect(stdout).toBe('');
  });
});
