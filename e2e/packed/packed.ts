import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The folder of this repository. */
export const root = join(import.meta.dirname, '../..');

/** The TypeScript compiler, to be run with Node. */
export const tsc = join(root, 'node_modules/typescript/bin/tsc');

const isFull = process.env.TAPEHAUL_TRIALS === 'full';

/**
 * How programs that use packages are compiled: with the types of all that they use where all trials are requested, which takes
 * most of the time, else with those of the program alone.
 */
export const TYPES_OF_USED: readonly string[] = isFull ? [] : ['--skipLibCheck'];

/** Packages that a program installs to download, and to plan: with all that they need of ours. */
export const TO_DOWNLOAD = ['archive', 'errors', 'network', 'tracing', 'downloader', 's3'];
export const TO_PLAN = ['archive', 'errors', 'config', 'coverage', 'planner'];
/** Packages that examples in their READMEs use besides. */
const IN_EXAMPLES = ['archive-simulator'];

/**
 * Folder names of the packages that are packed: where all trials are requested all that are published, which are those below
 * `packages/` that are not private; else those that tests install by themselves, since each takes seconds to build and to pack.
 */
export async function packedPackages(): Promise<string[]> {
  if (!isFull) return [...new Set([...TO_DOWNLOAD, ...TO_PLAN, ...IN_EXAMPLES])];
  const names = await readdir(join(root, 'packages'));
  const manifests = await Promise.all(
    names.map((name) => readFile(join(root, 'packages', name, 'package.json'), 'utf8')),
  );
  return names.filter((_, index) => JSON.parse(manifests[index] ?? '{}').private !== true);
}

/** Packs these packages, and the command, as npm would publish them; gives the folder of the tarballs. */
export async function packAll(): Promise<string> {
  const folders = (await packedPackages()).map((name) => join('packages', name));
  const tarballs = await mkdtemp(join(tmpdir(), 'tapehaul-tarballs-'));
  // Whether the types are right is checked by `npm run typecheck`.
  await execa(process.execPath, [tsc, '-b', '--noCheck', ...folders], { cwd: root });
  const workspaces = [...folders, 'apps/cli'].flatMap((folder) => ['--workspace', folder]);
  await execa('npm', ['pack', '--silent', '--pack-destination', tarballs, ...workspaces], { cwd: root });
  return tarballs;
}

/**
 * Installs some of those packages in a folder of their own: published ones by the names of their folders, the command
 * by `tapehaul`.
 */
export async function installPacked(
  tarballs: string,
  names: readonly string[],
  ...options: readonly string[]
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-packed-'));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const packed = await readdir(tarballs);
  const files = names.map((name) => {
    const start = name === 'tapehaul' ? name : `tapehaul-${name}`;
    const file = packed.find((tarball) => new RegExp(`^${start}-\\d`).test(tarball));
    if (file === undefined) throw new Error(`${name} was not packed`);
    return join(tarballs, file);
  });
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await execa('npm', ['install', ...quiet, ...options, ...files], { cwd: folder });
  return folder;
}
