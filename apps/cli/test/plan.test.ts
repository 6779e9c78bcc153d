import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const command = join(dirname(fileURLToPath(import.meta.url)), '../bin/tapehaul.js');

let directory = '';
let simulator: Simulator;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul plan '));
  simulator = await startSimulator({ source: syntheticSource({ maxRows: 10, now: new Date('2025-07-20') }) });
  const config = {
    markets: ['spot', 'futures_cm'],
    symbols: ['BTCUSDT'],
    data_types: ['klines', 'fundingRate'],
    intervals: ['1h'],
    date_range: { start: '2025-07-01', end: '2025-07-05' },
    output_directory: 'out',
    bach_size: 3,
  };
  await writeFile(join(directory, 'config.json'), JSON.stringify(config));
});
afterEach(async () => {
  await simulator.close();
  await rm(directory, { recursive: true });
});

const tapehaul = (...args: string[]) =>
  execa(process.execPath, [command, ...args], {
    cwd: directory,
    reject: false,
    env: { TAPEHAUL_SOURCE_ENDPOINT: simulator.url, NO_COLOR: '1' },
  });
const json = (text: string): Record<string, unknown>[] => text.split('\n').map((line) => JSON.parse(line));

describe('tapehaul plan', () => {
  test('shows files, verdicts with the likely name, and a forecast; and writes nothing', async () => {
    const { stdout, stderr, exitCode } = await tapehaul('plan', 'config.json', '--set', 'planning=matrix');
    expect(stdout).toMatch(/^Requested, but unknown to the archive:\n {2}spot has no fundingRate\n/);
    expect(stdout).toMatch(/^market +type +interval +files +\+ new/m);
    expect(stdout).toMatch(/^spot +klines +1h daily +5 +5 +0 +0 +0 +0$/m);
    expect(stdout).toContain('did you mean BTCUSD_PERP?');
    expect(stdout).toMatch(/^Download {2}5 files, about 7\.\d+ kB/m);
    expect(stderr).toContain('warning  bach_size: unknown key, ignored (did you mean batch_size?)');
    expect(exitCode).toBe(4);
    expect(await readdir(directory)).toEqual(['config.json']);
    expect(simulator.requests.count()).toBe(0);
  });

  test('streams a line for each answer, then the summary', async () => {
    const { stdout } = await tapehaul('plan', 'config.json', '--json');
    const lines = json(stdout);
    expect(lines.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 5 }, () => 'object'),
      ...['verdict', 'verdict', 'verdict', 'summary'],
    ]);
    expect(lines[0]).toMatchObject({
      change: 'new',
      market: 'spot',
      data_type: 'klines',
      period: '2025-07-01',
    });
    expect(lines.at(-1)).toMatchObject({ files: 5, changes: { new: 5 }, verdicts: { never_existed: 3 } });
  });

  test('says by its exit status whether there is something to do', { tags: 'heavy' }, async () => {
    expect((await tapehaul('plan', 'config.json', '--detailed-exitcode')).exitCode).toBe(2);
    expect((await tapehaul('collect', 'config.json')).exitCode).toBe(4);
    const never = ['--fail-on', 'never'];
    const { exitCode, stdout } = await tapehaul('plan', 'config.json', '--detailed-exitcode', ...never);
    expect(stdout).toContain('Nothing to download: everything is in place.');
    expect(exitCode).toBe(0);
    expect((await tapehaul('plan', 'config.json', '--detailed-exitcode')).exitCode).toBe(4);
    expect((await tapehaul('collect', 'config.json', ...never)).exitCode).toBe(0);
    expect((await tapehaul('resume', '--dir', 'out', '--fail-on', 'sometimes')).exitCode).toBe(2);
    const wrong = await tapehaul('plan', 'config.json', '--detailed-exitcode', '--set', 'markets=spott');
    expect(wrong.exitCode).toBe(1);
    expect((await tapehaul('plan', '--detailed-exitcode')).exitCode).toBe(1);
  });

  test('marks what is damaged, and what is gone upstream', { tags: 'heavy' }, async () => {
    await tapehaul('collect', 'config.json');
    const day = (n: number) => `bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07/day=0${n}`;
    await truncate(join(directory, 'out', day(2), 'BTCUSDT-1h-2025-07-02.zip'), 3);
    await simulator.close();
    simulator = await startSimulator({
      source: syntheticSource({
        now: new Date('2025-07-20'),
        maxRows: 10,
        symbols: [{ market: 'spot', symbol: 'BTCUSDT', from: '2017-08-17', to: '2025-07-04' }],
      }),
    });
    const { stdout } = await tapehaul('plan', 'config.json', '--json', '--set', 'planning=listing');
    const changes = json(stdout).flatMap(({ kind, change, period }) =>
      kind === 'object' ? [`${period} ${change}`] : [],
    );
    expect(changes).toEqual([
      '2025-07-01 present',
      '2025-07-02 corrupt',
      '2025-07-03 present',
      '2025-07-04 present',
      '2025-07-05 gone',
    ]);
  });

  test('gives exact sizes by listing', async () => {
    const { stdout } = await tapehaul('plan', 'config.json', '--json', '--set', 'planning=listing');
    const lines = json(stdout);
    const sizes = lines.flatMap(({ kind, size }) => (kind === 'object' ? [Number(size)] : []));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(lines.at(-1)).toMatchObject({ fetch_bytes: total, estimated_files: 0, fetch_files: 5 });
    expect(total).toBeGreaterThan(0);
  });

  test('sees what collecting would do: all again, or elsewhere', { tags: 'heavy' }, async () => {
    await tapehaul('collect', 'config.json');
    for (const setting of ['force_redownload=true', 'layout=archive']) {
      const { stdout } = await tapehaul('plan', '--set', setting, 'config.json', '--json');
      expect(json(stdout).at(-1)).toMatchObject({ fetch_files: 5 });
    }
  });

  test('says in a line why days are planned in place of their month', { tags: 'heavy' }, async () => {
    await using archive = await startSimulator({
      source: syntheticSource({ maxRows: 10, now: new Date('2025-09-20') }),
    });
    const june = ['date_range.start=2025-06-01', 'date_range.end=2025-06-30', 'markets=spot'];
    const settings = [...june, `source.endpoint=${archive.url}`].flatMap((one) => ['--set', one]);
    const days = await tapehaul('collect', 'config.json', '-q', ...settings, '--set', 'partition=daily');
    expect(days.exitCode).toBe(4);
    const { stdout } = await tapehaul('plan', 'config.json', ...settings);
    expect(stdout).toMatch(/^Months and their days:\n {2}days_held: 1 month .*, 30 of them held$/m);
  });

  test('says when the archive has nothing of a request', async () => {
    const { stdout } = await tapehaul('plan', 'config.json', '--set', 'data_types=EOHSummary');
    expect(stdout).toContain('the archive has no files for this request');
    const later = await tapehaul(
      'plan',
      'config.json',
      '--set',
      'date_range.start=2099-01-01',
      '--set',
      'date_range.end=latest',
    );
    expect(later.stdout).toContain('not_yet_published');
  });

  test.each([
    ['a login page', { kind: 'status', status: 200, body: '<html>Please log in</html>' }],
    ['an empty body', { kind: 'status', status: 200, body: '' }],
  ] as const)('does not take %s for an empty listing', async (_, fault) => {
    simulator.faults.add({ key: /./, operation: 'list', fault });
    const { exitCode, stderr } = await tapehaul('plan', 'config.json', '--set', 'planning=listing');
    expect(stderr).toContain('no whole listing');
    expect(exitCode).toBe(5);
  });

  test('fails, and does not call it empty, when the archive cannot be listed', async () => {
    simulator.faults.add({
      key: /./,
      operation: 'list',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    });
    const { exitCode, stderr, stdout } = await tapehaul('plan', 'config.json', '--set', 'planning=listing');
    expect(stderr).toContain('listing of data/spot/');
    expect(stderr).toContain('outage');
    expect(stdout).toBe('');
    expect(exitCode).toBe(1);
  });
});

describe('tapehaul validate', () => {
  test('shows every value and where it comes from', async () => {
    const { stdout, exitCode } = await tapehaul('validate', 'config.json', '-v', '--set', 'batch_size=10');
    expect(stdout).toMatch(/^batch_size +10 +--set$/m);
    expect(stdout).toMatch(/^source\.endpoint +"http:\/\/127.+ +environment TAPEHAUL_SOURCE_ENDPOINT$/m);
    expect(stdout).toMatch(/^part_size_mb +50 +default$/m);
    expect(stdout).toMatch(/bach_size: unknown key.*spot has no fundingRate.*valid, with 3 warnings\.$/s);
    expect(exitCode).toBe(0);
  });

  test.each([
    [['--set', 'nonsense'], 'expected key=value'],
    [['--set', 'bach_size=1'], 'did you mean batch_size?'],
    [['--set', 'symbols=*USDT', '--set', 'planning=matrix'], 'patterns need --set planning=auto'],
  ])('refuses %j', async (args, message) => {
    const { stderr, exitCode } = await tapehaul('validate', 'config.json', ...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe('tapehaul matrix', () => {
  test('shows what the archive holds, with evidence', async () => {
    const { stdout, exitCode } = await tapehaul('matrix', '--market', 'futures_um', '--type', 'bookTicker');
    expect(stdout).toMatch(/^futures_um +bookTicker +daily +2023-05-16 +2024-03-30 +ended +H +#334 #380$/m);
    expect(exitCode).toBe(0);
  });

  test('gives rows as JSON, and says what there is when nothing fits', async () => {
    const { stdout } = await tapehaul('matrix', '--type', 'EOHSummary', '--json');
    expect(json(stdout)).toMatchObject([
      { kind: 'availability', market: 'options', data_type: 'EOHSummary' },
    ]);
    const other = await tapehaul('matrix', '--type', 'premiumIndex');
    expect(other.stderr).toContain('"premiumIndex" is read as premiumIndexKlines');
    expect(other.exitCode).toBe(0);
    const { stderr, exitCode } = await tapehaul('matrix', '--type', 'premiumIndexe');
    expect(stderr).toContain('premiumIndexKlines');
    expect(exitCode).toBe(2);
    expect(existsSync(join(directory, 'out'))).toBe(false);
  });
});
