import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory, output, serve, simulator, startCommand, zips } from './collection.ts';

const request = ['--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'klines', '--interval', '1d'];

describe('a request by flags alone', () => {
  test('is planned and collected, with months as days', { tags: 'heavy' }, async () => {
    await serve();
    const flags = [
      ...request,
      '--from',
      '2025-02',
      '--to',
      '2025-02',
      '--set',
      'partition=daily',
      '--dir',
      output,
    ];
    const plan = await startCommand(['plan', ...flags, '--json']);
    expect(JSON.parse(plan.stdout.split('\n').at(-1) ?? '')).toMatchObject({ kind: 'summary', files: 28 });
    const { exitCode, stdout } = await startCommand(['collect', ...flags]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('downloaded  28 files');
    expect(await zips()).toHaveLength(28);
  });

  test('reports all that is wrong with it at once', async () => {
    const { exitCode, stderr } = await startCommand([
      'collect',
      '--market',
      'spott',
      '--symbol',
      'BTCUSDT',
      '--from',
      '2025-13',
    ]);
    expect(exitCode).toBe(2);
    for (const field of ['--market is "spott"', '--type is missing', '--from is "2025-13"'])
      expect(stderr).toContain(field);
    expect(stderr).toContain('did you mean spot?');
  });

  test('wins over the environment, and names a variable that looks misspelt', async () => {
    await serve();
    const env = {
      TAPEHAUL_OUTPUT_DIRECTORY: join(directory, 'elsewhere'),
      TAPEHAUL_SYMBOLS: 'ETHUSDT',
      TAPEHAUL_BATCH_SISE: '2',
    };
    const days = ['--from', '2025-02-01', '--to', '2025-02-02'];
    const { exitCode, stderr } = await startCommand(['collect', ...request, ...days, '--dir', output], env);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('TAPEHAUL_BATCH_SISE');
    expect(stderr).toContain('TAPEHAUL_BATCH_SIZE');
    const collected = await zips();
    expect(collected).toHaveLength(2);
    for (const path of collected) expect(path).toContain('BTCUSDT');
    const found = await startCommand(['doctor', '--dir', output], env);
    expect(found.stdout).toContain(`${output} can be written`);
  });

  test('and a file at once are refused', async () => {
    await writeFile(join(directory, 'c.json'), '{}');
    const { exitCode, stderr } = await startCommand(['collect', 'c.json', ...request]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('not both');
  });
});

describe('init', () => {
  test('writes a configuration that is valid and names its schema, and overwrites nothing', async () => {
    const init = (...args: string[]) =>
      startCommand(['init', 'my.json', ...request, '--from', '2025-01', ...args]);
    expect((await init()).exitCode).toBe(0);
    const written = JSON.parse(await readFile(join(directory, 'my.json'), 'utf8'));
    expect(written).toMatchObject({ $schema: './collection.schema.json', date_range: { end: 'latest' } });
    expect(JSON.parse(await readFile(join(directory, 'collection.schema.json'), 'utf8'))).toHaveProperty(
      'properties',
    );
    expect((await startCommand(['validate', 'my.json'])).exitCode).toBe(0);
    const again = await init();
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('--force');
    expect((await init('--force')).exitCode).toBe(0);
  });

  test('says which flags are missing where there is no terminal', async () => {
    const { exitCode, stderr } = await startCommand(['init', 'sub/my.json', '--market', 'spot']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('pass --symbol, --type, --from');
  });
});

describe('flags', () => {
  const days = ['--from', '2025-02-01', '--to', '2025-02-02'];
  const dir = () => ['-o', output];

  test('take lists with commas, and --dry-run is the plan', async () => {
    await serve();
    const lists = ['--market', 'spot,futures_um', '--symbol', 'BTCUSDT, ETHUSDT', '--type', 'klines'];
    const args = [...lists, '--interval', '1h,1d', ...days, ...dir()];
    const plan = await startCommand(['plan', ...args, '--json']);
    expect(JSON.parse(plan.stdout.split('\n').at(-1) ?? '')).toMatchObject({ kind: 'summary', files: 16 });
    const dry = await startCommand(['collect', ...args, '--dry-run', '--json']);
    // The free space of the disk may change between the two.
    const lines = (stdout: string) => stdout.replace(/"free_bytes":\d+/, '"free_bytes":0');
    expect(lines(dry.stdout)).toBe(lines(plan.stdout));
    expect(await zips()).toEqual([]);
  });

  test('that stand for all are patterns and lists in the words that were typed', {
    tags: 'heavy',
  }, async () => {
    await serve();
    const args = ['--market', 'spot', '--symbol', 'ALL', '--type', 'klines', '--interval', '*', ...days];
    const { stderr, exitCode } = await startCommand(['plan', ...args, ...dir()]);
    expect(exitCode).toBe(0);
    expect(stderr.split('\n')).toEqual([
      "note     --symbol 'ALL' is a pattern: the archive is listed to find its symbols",
      'warning  --interval "*" is read as all intervals',
      'warning  --symbol "ALL" is read as *',
    ]);
  });

  test('with a pattern list the archive, and say so', { tags: 'heavy' }, async () => {
    await serve();
    const args = [
      '--market',
      'spot',
      '--symbol',
      'BTC*',
      '--type',
      'klines',
      '--interval',
      '1d',
      ...days,
      ...dir(),
    ];
    const { stderr, exitCode } = await startCommand(['plan', ...args]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("--symbol 'BTC*' is a pattern: the archive is listed");
    const [, first = ''] = (await startCommand(['collect', ...args, '--json'])).stdout.split('\n');
    expect(JSON.parse(first)).toMatchObject({ kind: 'note' });
    const refused = await startCommand(['plan', ...args, '--set', 'planning=matrix']);
    expect(refused.stderr).toContain('--symbol is "BTC*"');
  });

  test('-q prints nothing when all is well, and what failed otherwise', async () => {
    await serve();
    const args = ['collect', ...request, ...days, ...dir(), '-q'];
    expect(await startCommand(args)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(await startCommand(args)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(await zips()).toHaveLength(2);
    simulator.faults.add({
      key: /02-03\.zip$/,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const more = [...args, '--to', '2025-02-03'];
    const { exitCode, stdout, stderr } = await startCommand(more);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('access_denied');
    expect(stdout).toContain('failed      1 file\n');
  });

  test('-q does not call a request well of which nothing exists', { tags: 'heavy' }, async () => {
    await serve();
    simulator.faults.add({ key: /\.zip$/, fault: { kind: 'missing' } });
    const { stdout } = await startCommand(['collect', ...request, ...days, ...dir(), '-q']);
    expect(stdout).toContain('none: the archive has none of these files');
    expect(stdout).toContain('spot/klines/BTCUSDT/1d daily 2025-02-01 … 2025-02-02, 2 days');
  });

  test('-v prints a line for each file', { tags: 'heavy' }, async () => {
    await serve();
    const { stderr } = await startCommand(['collect', ...request, ...days, ...dir(), '-v']);
    expect(stderr.match(/^downloaded .*BTCUSDT-1d-2025-02-0\d\.zip/gm)).toHaveLength(2);
  });
});

test('a run is named by its beginning, by its end or as latest', { tags: 'heavy' }, async () => {
  await serve();
  const args = [
    'collect',
    ...request,
    '--from',
    '2025-02-01',
    '--to',
    '2025-02-01',
    '--dir',
    output,
    '--json',
  ];
  const ids: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    const { stdout } = await startCommand(args);
    ids.push(JSON.parse(stdout.split('\n').at(-1) ?? '').run_id);
  }
  const [older = '', newer = ''] = ids;
  const shown = async (typed: string) => {
    const { stdout } = await startCommand(['show', typed, '--dir', output, '--json']);
    return JSON.parse(stdout);
  };
  expect(await shown('latest')).toMatchObject({ run_id: newer });
  expect(await shown(older.slice(-6))).toMatchObject({ run_id: older });
  expect(await shown(older.slice(0, -1))).toMatchObject({ run_id: older });
  expect(await shown('2')).toMatchObject({ code: 'run_not_found', facts: { candidates: [newer, older] } });
  const verified = await startCommand(['verify', output, '--run', older.slice(-6)]);
  expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 intact') });
});
