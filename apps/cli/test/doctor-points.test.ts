import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { someOf } from '@tapehaul/testkit';
import { execa } from 'execa';
import { beforeEach, describe, expect, test } from 'vitest';
import { command, directory, output, request, serve, simulator, startCommand } from './collection.ts';

let temporary = '';
beforeEach(async () => {
  temporary = join(directory, 'tmp');
  await mkdir(temporary);
  await writeConfig({});
});

const writeConfig = (keys: object): Promise<void> =>
  writeFile(
    join(directory, 'collection.json'),
    JSON.stringify({ ...request, retry_attempts: 1, output_directory: output, ...keys }),
  );

const POINTS = ['doctor', '--config', 'collection.json'];
const env = (more: NodeJS.ProcessEnv = {}) => ({ TMPDIR: temporary, NO_COLOR: '1', ...more });
const points = (...args: string[]) => startCommand([...POINTS, ...args], env());

/** The points that failed, by the lines of `--json`, and how the command ended. */
async function failedPoints(more: NodeJS.ProcessEnv = {}, args: readonly string[] = []) {
  const { stdout, exitCode } = await startCommand([...POINTS, '--json', ...args], env(more));
  const lines = stdout.split('\n').map((line) => JSON.parse(line));
  const failed = lines.filter(({ kind, status }) => kind === 'point' && status === 'failed');
  return { failed, exitCode, last: lines.at(-1) };
}

describe('doctor --config', () => {
  test('shows the environment, then each point with its sign, and leaves nothing behind', async () => {
    await serve();
    const { stdout, stderr, exitCode } = await points();
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const lines = stdout.split('\n');
    expect(lines.findIndex((line) => line.startsWith('ok  record'))).toBe(lines.length - 9);
    expect(lines.slice(-8).map((line) => line.split(':')[0])).toEqual([
      '✓  workflow initialization',
      '✓  flow configuration validation',
      '✓  task runner set-up',
      '✓  error handling and retries',
      '✓  batch download optimization',
      '✓  s5cmd integration',
      '✓  storage interface compatibility',
      '✓  metrics collection',
    ]);
    expect(await readdir(temporary)).toEqual([]);
    expect(await readdir(directory)).toEqual(['collection.json', 'tmp']);
    // The checks before the points list and read one object, and no file is fetched.
    expect(simulator.requests.count({ key: /2025-07.*\.zip$/ })).toBe(0);
  });

  test('ends its lines with the result, and fails where a point does', async () => {
    await serve();
    const args = ['--set', 'task_retry_attempts=0', '--set', 'retry_attempts=0'];
    const { failed, exitCode, last } = await failedPoints({}, args);
    expect(exitCode).toBe(1);
    expect(failed).toMatchObject([
      {
        point: 'error_handling',
        title: 'error handling and retries',
        remedy: expect.stringContaining('task_retry_attempts'),
        seconds: expect.any(Number),
      },
    ]);
    expect(last).toMatchObject({ kind: 'setup', passed: false, points: 8, failed: ['error_handling'] });
  });

  test('sends no figures of the collections that it tries', { tags: 'heavy' }, async () => {
    await serve();
    const { stdout } = await startCommand(POINTS, env({ OTEL_METRICS_EXPORTER: 'console' }));
    expect(stdout).toContain('metrics collection: the statistics count');
    expect(stdout).not.toContain('tapehaul.files');
  });

  test.each(
    someOf(
      [
        ['s5cmd_integration', { S5CMD_PATH: '/bin/false' }, /Install s5cmd 2\.3.*S5CMD_PATH/],
        [
          'workflow_initialization',
          { TAPEHAUL_RECORD_URL: 'postgres://127.0.0.1:1/tapehaul' },
          /Start PostgreSQL/,
        ],
        ['flow_configuration', { TAPEHAUL_MARKETS: 'sspot' }, /Correct this key/],
      ],
      3,
    ),
  )('fails in %s alone with %j', async (point, broken, remedy) => {
    await serve();
    const { failed, exitCode } = await failedPoints(broken);
    expect(failed).toMatchObject([{ point, remedy: expect.stringMatching(remedy) }]);
    expect(exitCode).toBe(1);
    expect(await readdir(temporary)).toEqual([]);
  });

  test('fails in the task runner alone where more downloads are requested than files can be open', {
    tags: 'heavy',
  }, async () => {
    await serve();
    await writeConfig({ max_parallel_downloads: 200 });
    const shell = 'ulimit -n 150; exec "$0" "$@"';
    const args = ['-c', shell, process.execPath, command, ...POINTS];
    const source = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
    const limited = () =>
      execa('bash', args, { cwd: directory, env: { ...env(), ...source }, reject: false });
    const { stdout } = await limited();
    expect(stdout.match(/^✗.*$/gm)).toEqual([
      expect.stringMatching(
        /^✗ {2}task runner set-up: \d+ downloads ran together, max_parallel_downloads requests 200: /,
      ),
    ]);
    expect(stdout).toMatch(/^ {3}Lower max_parallel_downloads, or raise the limit of open files/m);
    await writeConfig({ max_parallel_downloads: 10 });
    expect((await limited()).stdout).toContain('✓  task runner set-up: 10 downloads ran together');
  });

  // The administrator may write everywhere: the command runs as nobody, who has no s5cmd.
  test.runIf(process.getuid?.() === 0)(
    'fails in the storage alone where its output directory is read-only',
    async () => {
      await serve();
      await mkdir(output, { mode: 0o555 });
      for (const open of [directory, temporary]) await chmod(open, 0o777);
      const asNobody = () =>
        execa(process.execPath, [command, ...POINTS, '--set', 'enable_s5cmd=false'], {
          cwd: directory,
          env: { ...env({ HOME: directory }), TAPEHAUL_SOURCE_ENDPOINT: simulator.url },
          reject: false,
          uid: 65_534,
          gid: 65_534,
        });
      const { stdout } = await asNobody();
      expect(stdout.match(/^✗.*$/gm)).toEqual([
        expect.stringMatching(/^✗ {2}storage interface.*permission is denied/),
      ]);
      expect(stdout).toMatch(/^ {3}Check its owner and permissions, or choose another output directory/m);
      await chmod(output, 0o777);
      expect((await asNobody()).stdout).toContain('✓  storage interface');
    },
  );

  test.each(
    someOf(
      [
        ['task runner', 'SIGINT', 130],
        ['batch download', 'SIGINT', 130],
        ['s5cmd', 'SIGTERM', 143],
      ],
      3,
    ),
  )('leaves nothing behind when it is stopped after the point %s by %s', async (point, signal, status) => {
    await serve();
    const child = points();
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith(`✓  ${point}`)) child.kill(signal);
    });
    const { exitCode, stderr } = await child;
    expect({ exitCode, stderr }).toEqual({
      exitCode: status,
      stderr: expect.stringMatching(new RegExp(`^tapehaul: stopped by ${signal}\n`)),
    });
    expect(await readdir(temporary)).toEqual([]);
    expect(await readdir(directory)).toEqual(['collection.json', 'tmp']);
  });

  test.each([
    [['doctor', 'other.json', '--config', 'collection.json'], /two configurations are given: other\.json/],
    [['doctor', '--config', 'missing.json'], /there is no file missing\.json/],
    [['doctor', '--config', 'collection.json', '--target'], /--config.*--target/],
  ])('%j is refused', async (args, message) => {
    const { exitCode, stderr, stdout } = await startCommand(args, env());
    expect({ exitCode, stderr, stdout }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(message),
      stdout: '',
    });
  });
});
