import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { followRun } from '@tapehaul/client';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { config, data, env, serveArchive, simulator } from './service.ts';
import { command, start } from './service-process.ts';

test('token prints one for some output directories', async () => {
  const args = ['token', '--name', 'team', '--directory', 'team-a', '--directory', 'shared/btc'];
  const { stdout } = await execa(process.execPath, [command, ...args]);
  expect(JSON.parse(stdout.split('\n')[1] ?? '')).toMatchObject({ directories: ['team-a', 'shared/btc'] });
});

test('a file of tokens with a directory that is none is refused', async () => {
  const path = join(data, 'tokens.json');
  const entry = { name: 'x', scope: 'read', sha256: '0'.repeat(64), directories: ['../up'] };
  await writeFile(path, JSON.stringify([entry]));
  const { exitCode, stderr } = await execa(process.execPath, [command, '--tokens', path, '--data', data], {
    reject: false,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('../up');
});

test.each([
  ['--sources', '[]', 'is not a JSON object of named profiles'],
  ['--storages', '{', 'is not a JSON object of named profiles'],
  [
    '--sources',
    '{"archive":{},"m":{"endpoint":"ftp://x","credentials":"mine"},"n":{"buket":"b"}}',
    'archive: is the default source',
    'm.endpoint: got "ftp://x"',
    'm.credentials: got "mine", expected anonymous or chain',
    'n.buket: no such key',
    'did you mean bucket?',
  ],
  [
    '--storages',
    '{"lake":{"end_point":"https://x","bucket":"B","secret_access_key":"hush"},"a b":{"bucket":"fine"}}',
    'lake.end_point: no such key',
    'lake.bucket: got "B"',
    'lake.secret_access_key',
    'a b: expected a name',
  ],
])('%s with %s is refused with all that is wrong', async (option, text, ...said) => {
  const path = join(data, 'profiles.json');
  await writeFile(path, text);
  const { exitCode, stderr } = await execa(process.execPath, [command, option, path, '--data', data], {
    reject: false,
  });
  expect(exitCode).toBe(2);
  for (const part of said) expect(stderr).toContain(part);
  expect(stderr).not.toContain('hush');
});

test('a source and a storage of the files of the operator are used by name', async () => {
  await serveArchive();
  const path = join(data, 'sources.json');
  await writeFile(path, JSON.stringify({ mirror: { endpoint: simulator.url } }));
  // Nothing answers there: what is collected comes from the source that is named.
  env.TAPEHAUL_SOURCE_ENDPOINT = 'http://127.0.0.1:1';
  const child = await start('--sources', path);
  const { source: _, ...rest } = config();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ config: rest, source_profile: 'mirror' });
  const answer = await fetch(`${child.url}/v1/runs`, { method: 'POST', body, headers });
  const { run_id } = (await answer.json()) as { run_id: string };
  let last: unknown;
  for await (const one of followRun({ url: child.url }, run_id)) {
    if (one.event === 'ended') last = one.data.state;
  }
  expect(last).toBe('completed');
  child.child.kill('SIGTERM');
  expect((await child.child).exitCode).toBe(0);
});

test.each([
  ['does not say so', {}, { s5cmd: null, why_not_s5cmd: 's5cmd is not allowed for this source' }],
  ['says so', { allow_s5cmd: true }, { s5cmd: { version: '2.3.0' }, why_not_s5cmd: null }],
])('s5cmd reads from a source whose profile %s', async (_, access, said) => {
  await serveArchive();
  const [path, s5cmd] = [join(data, 'sources.json'), join(data, 's5cmd')];
  await writeFile(path, JSON.stringify({ mirror: { endpoint: simulator.url, ...access } }));
  await writeFile(s5cmd, '#!/bin/sh\necho v2.3.0\n', { mode: 0o755 });
  Object.assign(env, { TAPEHAUL_SOURCE_ENDPOINT: 'http://127.0.0.1:1', S5CMD_PATH: s5cmd });
  const child = await start('--sources', path);
  const { source: _source, ...rest } = config();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ config: rest, source_profile: 'mirror' });
  const answer = await fetch(`${child.url}/v1/runs`, { method: 'POST', body, headers });
  const { run_id } = (await answer.json()) as { run_id: string };
  const events = await Array.fromAsync(followRun({ url: child.url }, run_id));
  child.child.kill('SIGTERM');
  expect((await child.child).exitCode).toBe(0);
  expect(events.find(({ event }) => event === 'started')?.data).toMatchObject(said);
  expect(events.at(-1)?.data).toMatchObject({ state: 'completed' });
});

test.each([
  [['token', '--name', 'ops', '--scope', 'wirte'], 'did you mean write?'],
  [['token', '--name', 'x', '--directory', '../up'], 'expected a relative path of at most 3 names'],
  [['--port', 'abc'], 'expected a whole number from 0 to 65535'],
  [['--port', '70000'], 'expected a whole number from 0 to 65535'],
  [['--tokens', 'nowhere.json'], 'the file of --tokens cannot be read: ENOENT'],
  [['--tokens', 'package.json'], 'package.json holds no list of tokens'],
])('%j is refused with what was expected', async (args, text) => {
  const cwd = join(import.meta.dirname, '..');
  const { exitCode, stderr, stdout } = await execa(process.execPath, [command, ...args], {
    cwd,
    reject: false,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(text);
  expect(stdout).toBe('');
});
