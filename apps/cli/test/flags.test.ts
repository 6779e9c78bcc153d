import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory, output, serve, startCommand, zips } from './collection.ts';

const request = ['--market', 'spot', '--symbol', 'BTCUSDT', '--type', 'klines', '--interval', '1d'];

describe('a request by flags alone', () => {
  test('is planned and collected, with months as days', async () => {
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

  test('tells all that is wrong with it at once', async () => {
    const { exitCode, stderr } = await startCommand([
      'collect',
      '--market',
      'spott',
      '--symbol',
      'BTCUSDT',
      '--from',
      '2025',
    ]);
    expect(exitCode).toBe(2);
    for (const field of ['markets[0]', 'data_types: missing', 'date_range.start'])
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

  test('says which flags are missing where nobody can be asked', async () => {
    const { exitCode, stderr } = await startCommand(['init', 'sub/my.json', '--market', 'spot']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no --symbol, --type, --from');
  });
});
