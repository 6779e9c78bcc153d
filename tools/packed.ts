import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** The folder of this repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The TypeScript compiler, to be run with Node. */
export const tsc = join(root, 'node_modules/typescript/bin/tsc');

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
