import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

describe('the planner from npm, without the rest', () => {
  const packages = ['archive', 'errors', 'config', 'planner'];
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapehaul-packed-'));
    await execa(process.execPath, [tsc, '-b', join(root, 'packages/planner')]);
    const tarballs = join(folder, 'tarballs');
    await mkdir(tarballs);
    for (const name of packages) {
      await execa('npm', ['pack', '--silent', '--pack-destination', tarballs], {
        cwd: join(root, 'packages', name),
      });
    }
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    const files = (await readdir(tarballs)).map((name) => join(tarballs, name));
    await execa('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...files], { cwd: folder });
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('plans a request in five lines of TypeScript, with types', async () => {
    const program = `import { parseConfig } from '@tapehaul/config';
import { plan } from '@tapehaul/planner';
const range = { start: '2025-06-30', end: '2025-07-31' };
const config = parseConfig({ markets: ['spot'], symbols: ['BTCUSDT'], data_types: ['trades'], date_range: range });
for (const answer of plan(config, { today: '2026-11-23' })) console.log(answer.kind === 'object' ? answer.key : answer.reason);
`;
    await writeFile(join(folder, 'plan.ts'), program);
    const options = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--types', 'node'];
    const types = ['--typeRoots', join(root, 'node_modules/@types')];
    await execa(process.execPath, [tsc, ...options, ...types, 'plan.ts'], { cwd: folder });
    const { stdout } = await execa(process.execPath, ['plan.ts'], { cwd: folder });
    expect(stdout.split('\n')).toEqual([
      'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-06-30.zip',
      'data/spot/monthly/trades/BTCUSDT/BTCUSDT-trades-2025-07.zip',
    ]);
  });

  test('brings zod and our own packages, nothing else', async () => {
    const installed = await readdir(join(folder, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.')).sort()).toEqual(['@tapehaul', 'zod']);
    expect((await readdir(join(folder, 'node_modules/@tapehaul'))).sort()).toEqual([...packages].sort());
  });

  test('holds no tests and no sources, but the JSON Schema of a configuration', async () => {
    const files = await readdir(join(folder, 'node_modules/@tapehaul'), { recursive: true });
    expect(files.filter((name) => name.includes('.test.') || /(?<!\.d)\.ts$/.test(name))).toEqual([]);
    expect(files).toContain(join('config', 'collection.schema.json'));
  });
});
