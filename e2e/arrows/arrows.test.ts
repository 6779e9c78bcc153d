import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../.dependency-cruiser.mjs';
import { PLANTED } from './planted.ts';

const root = join(import.meta.dirname, '../..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** A rule that was broken, and the file that breaks it. */
interface Broken {
  readonly rule: string;
  readonly file: string;
}

/** Runs the arrow rules as `npm run arrows` does, over these files and folders, and gives what breaks them. */
async function brokenRules(directory: string, ...paths: readonly string[]): Promise<Broken[]> {
  const args = [cruiser, ...paths, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const { stdout } = await execa(process.execPath, args, { cwd: directory, reject: false });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => ({ rule: rule.name, file: from }));
}

/** How long reading or copying the whole project may take on a busy machine, in milliseconds. */
const WHOLE_PROJECT = 300_000;

describe('the lint rule for arrows', { timeout: WHOLE_PROJECT }, () => {
  let copy = '';

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'tapehaul-arrows-'));
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json']) {
      await cp(join(root, name), join(copy, name));
    }
    const filter = (path: string): boolean => !/\/(dist|node_modules)(\/|$)/.test(path.slice(root.length));
    for (const name of ['packages', 'apps', 'e2e', 'tools'])
      await cp(join(root, name), join(copy, name), { recursive: true, filter });
    await mkdir(join(copy, 'node_modules/@tapehaul'), { recursive: true });
    for (const name of [
      'catalog',
      'catalog-sqlite',
      'downloader',
      'planner',
      'workflow',
      's5cmd',
      'archive',
      'errors',
      'config',
      'testkit',
    ]) {
      await symlink(join(copy, 'packages', name), join(copy, 'node_modules/@tapehaul', name));
    }
    await symlink(join(root, 'node_modules/execa'), join(copy, 'node_modules/execa'));
    // In place, since a link would lead out of the copy.
    for (const name of ['@aws-sdk/client-s3', '@duckdb/node-api', '@temporalio/client']) {
      const folder = join(copy, 'node_modules', name);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
      await writeFile(join(folder, 'index.js'), '');
    }
  }, WHOLE_PROJECT);
  afterAll(() => rm(copy, { recursive: true, force: true }));

  test('finds nothing in the project', { tags: 'heavy' }, async () => {
    expect(await brokenRules(root, 'packages', 'apps', 'e2e')).toEqual([]);
  });

  test('has a planted fault for each of its rules', () => {
    const names = config.forbidden.map(({ name }) => name);
    expect([...new Set(PLANTED.map(([, , rule]) => rule))].sort()).toEqual([...names].sort());
  });

  test('finds each fault that is planted, in the file that it is in', async () => {
    for (const [file, source] of PLANTED) {
      await mkdir(join(copy, dirname(file)), { recursive: true });
      await writeFile(join(copy, file), `${source}\nexport const planted = 1;\n`);
    }
    // What the planted files import is followed no further: the whole project is the other test.
    const planted = PLANTED.map(([file]) => file);
    const broken = await brokenRules(copy, ...planted, '--max-depth', '1');
    // A circle shows only where imports are followed.
    const circle = PLANTED.flatMap(([file, , rule]) => (rule === 'no-cycles' ? [file] : []));
    broken.push(...(await brokenRules(copy, ...circle)));
    const found = new Set(broken.map(({ rule, file }) => `${rule}: ${file}`));
    const expected = PLANTED.map(([file, , rule]) => `${rule}: ${file}`);
    expect(expected.filter((it) => !found.has(it))).toEqual([]);
  });
});
