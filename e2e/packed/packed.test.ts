import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSimulator } from '@tapehaul/archive-simulator';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyPackage } from './every-package.ts';
import {
  installPacked,
  packAll,
  packedPackages,
  TO_DOWNLOAD,
  TO_PLAN,
  TYPES_OF_USED,
  tsc,
} from './packed.ts';

/** Packed once, since that builds the packages. */
let tarballs = '';
beforeAll(async () => {
  tarballs = await packAll();
}, 300_000);
afterAll(() => rm(tarballs, { recursive: true, force: true }));

/** Checks the types of a program in a folder, and of what it uses, without those of Node; and runs it. */
async function run(folder: string, program: string): Promise<string[]> {
  await writeFile(join(folder, 'program.ts'), program);
  const options = ['--noEmit', '--strict', ...TYPES_OF_USED, '--target', 'es2024', '--module', 'nodenext'];
  await execa(process.execPath, [tsc, ...options, 'program.ts'], { cwd: folder });
  const { stdout } = await execa(process.execPath, ['program.ts'], { cwd: folder });
  return stdout.split('\n');
}

describe('the downloader from npm, without the rest', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await installPacked(tarballs, TO_DOWNLOAD);
  }, 180_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('downloads a list of keys with proof in five lines of TypeScript, with types', async () => {
    await using simulator = await startSimulator();
    const days = ['2025-07-01', '2025-07-02', '2025-07-03'];
    const keys = days.map((day) => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-${day}.zip`);
    const lines = await run(
      folder,
      `import { createDownloader } from '@tapehaul/downloader';
import { s3Engine } from '@tapehaul/s3';
const keys = ${JSON.stringify(keys)};
const downloader = createDownloader({ engines: [s3Engine({ endpoint: '${simulator.url}' })], target: 'data' });
for await (const { key, status, proof } of downloader.download(keys.map((key) => ({ key })))) console.log(key, status, proof);
await downloader.close();
`,
    );
    expect(lines.sort()).toEqual(keys.map((key) => `${key} downloaded sidecar`));
    const zip = await readFile(join(folder, 'data', keys[0] ?? ''));
    const sidecar = await readFile(join(folder, 'data', `${keys[0]}.CHECKSUM`), 'utf8');
    expect(sidecar.split(' ')[0]).toBe(createHash('sha256').update(zip).digest('hex'));
  });
});

describe('the command from npm', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await installPacked(tarballs, ['tapehaul'], '--offline');
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('needs nothing else, and collects', async () => {
    await using simulator = await startSimulator();
    const config = {
      markets: ['spot'],
      symbols: ['BTCUSDT'],
      data_types: ['klines'],
      intervals: ['1d'],
      date_range: { start: '2025-07-01', end: '2025-07-03' },
    };
    await writeFile(join(folder, 'c.json'), JSON.stringify(config));
    const command = join(folder, 'node_modules/tapehaul/bin/tapehaul.js');
    const env = { TAPEHAUL_SOURCE_ENDPOINT: simulator.url };
    const { stdout } = await execa(process.execPath, [command, 'collect', 'c.json'], { cwd: folder, env });
    expect(stdout).toContain('downloaded  3 files');
    expect(await readdir(join(folder, 'node_modules'))).not.toContain('zod');
  });

  test('brings its licence, and those of what is bundled in it', async () => {
    const place = join(folder, 'node_modules/tapehaul');
    expect(await readFile(join(place, 'LICENSE'), 'utf8')).toContain('Apache License');
    const licences = await readFile(join(place, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
    expect(licences).toMatch(/^zod 4\.\d+\.\d+ \(MIT\)/m);
    expect(licences).toContain('Permission is hereby granted, free of charge');
  });
});

describe('the planner from npm, without the rest', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await installPacked(tarballs, TO_PLAN);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('plans a request in five lines of TypeScript, with types', async () => {
    const program = `import { parseConfig } from '@tapehaul/config';
import { plan } from '@tapehaul/planner';
const range = { start: '2025-06-30', end: '2025-07-31' };
const config = parseConfig({ markets: ['spot'], symbols: ['BTCUSDT'], data_types: ['trades'], date_range: range });
for (const answer of plan(config, { today: '2026-11-23' })) console.log(answer.kind === 'object' ? answer.key : answer.reason);
`;
    expect(await run(folder, program)).toEqual([
      'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-06-30.zip',
      'data/spot/monthly/trades/BTCUSDT/BTCUSDT-trades-2025-07.zip',
    ]);
  });

  test('brings zod, a parser of JSON and our own packages, nothing else', async () => {
    const installed = await readdir(join(folder, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual([
      '@tapehaul',
      'jsonc-parser',
      'zod',
    ]);
    expect((await readdir(join(folder, 'node_modules/@tapehaul'))).sort()).toEqual([...TO_PLAN].sort());
  });

  test('holds no tests, but the JSON Schema of a configuration', async () => {
    const files = await readdir(join(folder, 'node_modules/@tapehaul'), { recursive: true });
    expect(files.filter((name) => name.includes('.test.'))).toEqual([]);
    expect(files).toContain(join('config', 'collection.schema.json'));
  });
});

const packed = await packedPackages();
everyPackage(packed, () => installPacked(tarballs, packed));
