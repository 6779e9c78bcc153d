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
  expect(stderr).toContain(`tapehaul: --staging ${file} cannot be used: EEXIST`);
  expect(stderr).toContain('Pass a directory that this user can create and write with --staging.');
  expect(exitCode).not.toBe(0);
});

test('init that cannot write its file names it', async () => {
  const taken = join(directory, 'taken');
  await writeFile(taken, '');
  const request = ['--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'trades', '--from', '2025-01'];
  const { stderr, exitCode } = await startCommand(['init', join(taken, 'a.json'), ...request]);
  expect(stderr).toContain(`tapehaul: ${join(taken, 'a.json')} cannot be written: EEXIST`);
  expect(exitCode).toBe(7);
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

test('a run whose files were settled before counts them as its summary does', async () => {
  await serve();
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: output, ...request }));
  await startCommand(['collect', config]);
  const { stdout: summary } = await startCommand(['collect', config]);
  expect(summary).toContain('  planned     15 files, 15 of them settled\n');
  const { stdout: list } = await startCommand(['runs', '--dir', output]);
  const [head, second, first] = list.split('\n').map((line) => line.split(/ {2,}/));
  const at = (name: string): number => head?.indexOf(name) ?? -1;
  expect([second?.[at('planned')], second?.[at('settled')]]).toEqual(['15', '15']);
  expect([first?.[at('planned')], first?.[at('settled')]]).toEqual(['15', '0']);
  const { stdout: shown } = await startCommand(['show', '--dir', output]);
  expect(shown).toContain(', Completed, 15 files, 15 of them settled in ');
  const { stdout: json } = await startCommand(['show', '--dir', output, '--json']);
  expect(JSON.parse(json)).toMatchObject({ files: 15, settled_files: 15, counts: {} });
});

test('validate reports all problems at once: of keys, of the matrix, and what the archive does not have', async () => {
  const matrix = { availability_matrix: [{ market: 'spot', data_type: 'trades' }] };
  await writeFile(join(directory, 'matrix.json'), JSON.stringify(matrix));
  const config = join(directory, 'config.json');
  const faulty = {
    ...request,
    data_types: ['metrics'],
    intervals: undefined,
    timeout_seconds: -1,
    nothing: 1,
  };
  await writeFile(config, JSON.stringify({ ...faulty, matrix_path: 'matrix.json' }));
  const { stdout, stderr, exitCode } = await startCommand(['validate', config]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('the configuration has 2 problems:\n  timeout_seconds: got -1');
  expect(stderr).toContain('\n  matrix.json: availability_matrix[0].partitions: missing');
  expect(stdout).toMatch(/^warning {2}nothing: /m);
  expect(stdout).toMatch(/^warning {2}data_types\[0\]: spot has no metrics$/m);
  await writeFile(config, JSON.stringify({ ...request, data_types: ['metrics'], intervals: undefined }));
  const valid = await startCommand(['validate', config]);
  expect(valid).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('spot has no metrics') });
});

test('a run that planned nothing has failed in a step, not in a file', async () => {
  const env = { TAPEHAUL_SOURCE_ENDPOINT: 'http://127.0.0.1:1' };
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: output, ...request }));
  expect((await startCommand(['collect', config], env)).exitCode).toBe(5);
  const { stdout } = await startCommand(['show', '--dir', output], env);
  expect(stdout).toContain('\n  connection_failed, 1 step: ');
});
