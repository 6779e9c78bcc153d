import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory, files, root, serve, startCommand } from './collection.ts';

const request = ['--market', 'um', '--symbol', 'btcusdt', '--type', 'candles', '--interval', '1day'];
const days = ['--from', '2025-07-01', '--to', '2025-07-02'];
/** Without an archive to list. */
const offline = ['--set', 'planning=matrix'];

test('~ is the home directory: files go there, and are found there; names of other tools are read and reported', {
  tags: 'heavy',
}, async () => {
  await serve();
  const env = { HOME: directory };
  const { exitCode, stderr } = await startCommand(['collect', ...request, ...days, '--dir=~/lake'], env);
  expect(exitCode).toBe(0);
  for (const said of ['"um" is read as futures_um', '"candles" is read as klines', '"1day" is read as 1d'])
    expect(stderr).toContain(said);
  expect(existsSync(join(directory, 'lake/.tapehaul'))).toBe(true);
  const { stdout } = await startCommand(['coverage', '--dir=~/lake'], env);
  expect(stdout).toContain('BTCUSDT');
  const { stdout: verified } = await startCommand(['verify', '~/lake'], env);
  expect(verified).toBe('2 intact, 0 changed, 0 missing, 0 unverifiable (no checksum)');
  expect((await startCommand(['prune', '~/lake'], env)).exitCode).toBe(0);
  const other = await startCommand(['coverage', '--dir', '~bob/lake'], env);
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('only ~ (your own home directory) is supported');
});

test.each([
  ['prune', 's3://market-archive/lake'],
  ['adopt', 's3a://market-archive/lake', '--dir', 'data'],
])('%s reads no bucket, and says so', async (command, bucket, ...more) => {
  const { exitCode, stderr } = await startCommand([command, bucket, ...more]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(`${bucket} is a bucket, expected a local folder`);
});

test.each([
  ['verify', 'there is no directory', 'output/s3/market-archive/lake'],
  ['tables build', 'nothing was collected into', 'output/s3/market-archive/lake'],
])('%s takes the address of a bucket for the directory of its record', async (command, ...texts) => {
  const { exitCode, stderr } = await startCommand([...command.split(' '), 's3://market-archive/lake']);
  expect(exitCode).toBe(2);
  for (const text of texts) expect(stderr).toContain(text);
});

test('--dir s3:// plans into the bucket and says where the record is; other addresses are refused', async () => {
  const { stdout, stderr, exitCode } = await startCommand([
    'plan',
    ...request,
    ...days,
    ...offline,
    '-o',
    's3://market-archive/lake',
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('s3://market-archive/lake');
  expect(stderr).toContain('the record and files in progress are kept in output/s3/market-archive/lake');
  const other = await startCommand(['plan', ...request, ...days, '-o', 'gs://market-archive/lake']);
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('expected a local path or s3://bucket/prefix');
});

test('a configuration and a matrix of a team are planned as they are, with every correction reported', async () => {
  const cases = join(root, 'packages/config/test/field-cases');
  await cp(join(cases, 'matrices/legacy-8h.json'), join(directory, 'matrix.json'));
  const config = {
    workflow_config: {
      markets: ['um_futures', 'options'],
      symbols: { um_futures: ['BTCUSDT'], options: ['BTC'] },
      data_types: ['funding_rates', 'EOHSummary'],
      date_range: { start_date: '2023-06', end_date: '2023-06' },
    },
    matrix_path: 'matrix.json',
  };
  await writeFile(join(directory, 'config.json'), `\ufeff${JSON.stringify(config)}`);
  const { stdout, stderr, exitCode } = await startCommand(['plan', 'config.json', '--json', ...offline]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toMatchObject({ kind: 'summary', files: 31 });
  expect(stderr).toContain(
    'matrix.json: availability_matrix[0]: futures_um fundingRate: has no intervals; 8h ignored',
  );
  expect(await files('*')).toEqual([]);
});

test('a matrix that --set or a variable names is used with a request by flags, as with a file', {
  tags: 'heavy',
}, async () => {
  await writeFile(
    join(directory, 'matrix.json'),
    JSON.stringify({
      availability_matrix: [
        {
          market: 'futures_um',
          data_type: 'klines',
          intervals: ['1d'],
          partitions: ['daily'],
          symbols_available: ['ETHUSDT'],
        },
      ],
    }),
  );
  // Which intervals there are is the matrix's to say where the request names none.
  const flags = ['plan', ...request.slice(0, 6), ...days, '--json', ...offline];
  const planned = await Promise.all([
    startCommand([...flags, '--set', 'matrix_path=matrix.json']),
    startCommand(flags, { TAPEHAUL_MATRIX_PATH: 'matrix.json' }),
  ]);
  for (const { exitCode, stdout, stderr } of planned) {
    expect(exitCode).toBe(0);
    expect(stderr).toContain('availability_matrix[0]: futures_um klines: symbols_available ignored');
    expect(stdout.split('\n').filter((line) => line.includes('"kind":"object"'))).toHaveLength(2);
  }
  await writeFile(join(directory, 'hosts'), '127.0.0.1 localhost\n');
  for (const [path, said] of [
    ['none.json', 'matrix_path is "none.json", and there is no'],
    ['hosts', 'is not valid JSON at line 1'],
  ]) {
    for (const verb of ['plan', 'collect']) {
      const refused = await startCommand([verb, ...request, ...days, '--set', `matrix_path=${path}`]);
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toContain(said);
    }
  }
});
