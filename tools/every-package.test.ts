import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPacked, root } from './packed.ts';

const names = await readdir(join(root, 'packages'));
let folder = '';

beforeAll(async () => {
  folder = await installPacked(names);
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where a package is in the folder that it was installed in. */
const placeOf = (name: string): string => join(folder, 'node_modules/@tapehaul', name);

test.each(names)('%s takes each dependency in the one version it was tested with', async (name) => {
  const manifest = JSON.parse(await readFile(join(placeOf(name), 'package.json'), 'utf8'));
  const { dependencies = {} } = manifest as { dependencies?: Record<string, string> };
  const versions = Object.entries(dependencies).map(([dependency, version]) => `${dependency}@${version}`);
  expect(versions.filter((version) => !/@\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test.each(names)('%s brings its licence', async (name) => {
  const licence = await readFile(join(placeOf(name), 'LICENSE'), 'utf8');
  expect(licence).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
});

test.each(names)('%s has a README whose links lead somewhere outside of the repository too', async (name) => {
  const readme = await readFile(join(placeOf(name), 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  expect(links.filter((link) => !/^(https:|#)/.test(link ?? ''))).toEqual([]);
});

test.each(names)('%s has the sources that its maps name, and no tests', async (name) => {
  const files = await readdir(placeOf(name), { recursive: true });
  const maps = files.filter((file) => file.endsWith('.map')).map((file) => join(placeOf(name), file));
  const sources = maps.map(async (map) => {
    const { sources } = JSON.parse(await readFile(map, 'utf8')) as { sources: string[] };
    return sources.map((source) => join(dirname(map), source));
  });
  const named = (await Promise.all(sources)).flat();
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((source) => !existsSync(source))).toEqual([]);
  expect(files.filter((file) => file.includes('.test.'))).toEqual([]);
});
