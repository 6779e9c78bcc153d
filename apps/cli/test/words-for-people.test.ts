import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, output, request, serve, simulator, startCommand } from './collection.ts';

test('counts have their separators, but not in JSON', async () => {
  await mkdir(join(output, 'bronze'), { recursive: true });
  await mkdir(join(output, '_runs'));
  await Promise.all(
    Array.from({ length: 1_001 }, (_, at) => writeFile(join(output, 'bronze', `stranger-${at}.zip`), '')),
  );
  const { stdout } = await startCommand(['verify', output]);
  expect(stdout.split('\n').at(-1)).toBe('0 intact, 0 changed, 0 missing, 1,001 unverifiable (no checksum)');
  const { stdout: json } = await startCommand(['verify', output, '--json']);
  expect(JSON.parse(json.split('\n').at(-1) ?? '')).toMatchObject({ kind: 'summary', unproved: 1_001 });
});

test('a worker that cannot use its staging directory names the option and its value', async () => {
  const file = join(directory, 'taken');
  await writeFile(file, '');
  const env = { TAPEHAUL_RECORD_URL: 'postgres://127.0.0.1:1/nothing' };
  const { stderr, exitCode } = await startCommand(['worker', '--staging', file], env);
  expect(stderr).toContain(`tapehaul: --staging ${file}: files cannot arrive in the staging directory`);
  expect(stderr).toContain('Pass a directory that this user can create and write with --staging.');
  expect(exitCode).not.toBe(0);
});

test('a summary says what to do about files that failed, and so does the run later', async () => {
  await serve();
  simulator.faults.add({ key: /07-03\.zip$/, fault: { kind: 'status', status: 403 } });
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: output, ...request }));
  const { stdout, exitCode } = await startCommand(['collect', config]);
  expect(exitCode).toBe(3);
  const [, advice = ''] = stdout.split('\nWhat to do:\n');
  expect(advice).toMatch(/^ {2}access_denied: \S/);
  const { stdout: shown } = await startCommand(['show', '--dir', output]);
  expect(shown).toMatch(/\nWhat to do:\n {2}access_denied: \S/);
});
