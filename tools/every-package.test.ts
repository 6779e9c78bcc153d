import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
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
