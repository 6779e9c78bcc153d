import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The folder of this repository. */
export const root = join(import.meta.dirname, '../..');

/** The TypeScript compiler, to be run with Node. */
export const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Folder names of the packages that are published: all below `packages/` that are not private. */
export async function publishedPackages(): Promise<string[]> {
  const names = await readdir(join(root, 'packages'));
  const manifests = await Promise.all(
    names.map((name) => readFile(join(root, 'packages', name, 'package.json'), 'utf8')),
  );
  return names.filter((_, index) => JSON.parse(manifests[index] ?? '{}').private !== true);
}

/** Packs packages as npm would publish them, and installs them in a folder of their own. */
export async function installPacked(names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-packed-'));
  const tarballs = join(folder, 'tarballs');
  await mkdir(tarballs);
  for (const name of names) {
    const cwd = join(root, 'packages', name);
    await execa(process.execPath, [tsc, '-b', cwd]);
    await execa('npm', ['pack', '--silent', '--pack-destination', tarballs], { cwd });
  }
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const files = (await readdir(tarballs)).map((name) => join(tarballs, name));
  await execa('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...files], { cwd: folder });
  return folder;
}
