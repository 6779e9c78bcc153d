// Packs every public package as npm would publish it, and checks the tarballs: publint reads the manifest against the
// files, "are the types wrong" resolves every entry as TypeScript does. Prints what is wrong; exit status 1 then.
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const run = promisify(execFile);
const root = dirname(import.meta.dirname);

/** Every package has ES modules alone, which `node10` cannot resolve and CommonJS must load by `import()` or Node 22. */
const EXPECTED = new Set(['NoResolution:node10', 'CJSResolvesToESM:node16-cjs']);

/** What is needed of the manifest of a package. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

async function manifests(): Promise<Manifest[]> {
  const paths = globSync('{packages,apps}/*/package.json', { cwd: root }).sort();
  const read = paths.map(async (path) => JSON.parse(await readFile(join(root, path), 'utf8')) as Manifest);
  return (await Promise.all(read)).filter((manifest) => manifest.private !== true);
}

/** What publint says of a tarball, one line each. */
async function manifestFaults(tarball: ArrayBuffer): Promise<string[]> {
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
}

/** What TypeScript would not find, or take for something else, one line for each entry and way of resolving it. */
async function typeFaults(tarball: ArrayBuffer): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  if (!analysis.types) return ['has no types'];
  return analysis.problems.flatMap((problem) => {
    if (!('resolutionKind' in problem)) return [problem.kind];
    const { kind, resolutionKind, entrypoint } = problem;
    if (EXPECTED.has(`${kind}:${resolutionKind}`) || entrypoint.endsWith('.json')) return [];
    return [`${entrypoint} by ${resolutionKind}: ${kind}`];
  });
}

const packages = await manifests();
const folder = await mkdtemp(join(tmpdir(), 'tapehaul-shape-'));
try {
  const workspaces = packages.flatMap(({ name }) => ['--workspace', name]);
  await run('npm', ['pack', '--silent', '--pack-destination', folder, ...workspaces], { cwd: root });
  let faults = 0;
  for (const { name, version, exports } of packages) {
    const file = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    const { buffer } = new Uint8Array(await readFile(file));
    const found = await manifestFaults(buffer);
    if (exports !== undefined) found.push(...(await typeFaults(buffer)));
    for (const fault of found) console.error(`${name}: ${fault}`);
    faults += found.length;
  }
  const said = faults === 0 ? 'no faults' : faults === 1 ? '1 fault' : `${faults} faults`;
  console.log(`${packages.length} packages packed and checked: ${said}`);
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
