import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { repositoryFolder as root } from '@tapehaul/testkit';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';

/** Folders of all projects whose code is in TypeScript, for example `packages/errors` and `e2e/kill`. */
const folders = globSync('{packages,apps,e2e}/*/{package,project}.json', { cwd: root }).map(dirname);
const packages = folders.filter((folder) => folder.startsWith('packages/'));
/** Suites that start the bundled command or service, or read and pack every source: imports do not show it. */
const STARTING = ['e2e/completeness', 'e2e/kill', 'e2e/services', 'e2e/packed', 'e2e/page', 'e2e/arrows'];

async function nx(...args: string[]): Promise<string> {
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', CI: 'true' };
  return (await execa('nx', args, { cwd: root, env, preferLocal: true, localDir: root })).stdout;
}

/** The folders of other projects that the files of a folder import from, by their sources. */
function importsOf(folder: string): Set<string> {
  const found = new Set<string>();
  for (const file of globSync(`${folder}/**/*.{ts,tsx}`, {
    cwd: root,
    exclude: ['**/node_modules', '**/dist'],
  })) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/(?:from|import|import\() ?'([^'\n]+)'/g)) {
      const [, name] = /^@tapehaul\/([^/]+)/.exec(path) ?? [];
      const to = name === undefined ? relative(root, resolve(root, dirname(file), path)) : `packages/${name}`;
      const project = folders.find((other) => `${to}/`.startsWith(`${other}/`));
      // The settings of vitest are a project of their own within the test kit.
      if (path.startsWith('.') && to.startsWith('packages/testkit/vitest/')) continue;
      if ((name !== undefined || path.startsWith('.')) && project !== undefined) found.add(project);
    }
  }
  found.delete(folder);
  return found;
}

/** Every folder from which one can be reached, with itself. */
function reaching(target: string, edges: ReadonlyMap<string, Iterable<string>>): string[] {
  const found = new Set([target]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [from, targets] of edges) if ([...targets].some((to) => found.has(to))) found.add(from);
  }
  return [...found];
}

describe('what Nx says a change can break', () => {
  const byImports = new Map(folders.map((folder) => [folder, importsOf(folder)]));
  const byNx = new Map<string, string[]>();

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tapehaul-graph-'));
    const file = join(folder, 'graph.json');
    await nx('graph', `--file=${file}`);
    const { graph } = JSON.parse(await readFile(file, 'utf8'));
    await rm(folder, { recursive: true });
    const rootOf = (name: string): string => graph.nodes[name]?.data.root ?? name;
    for (const [name, edges] of Object.entries<{ target: string }[]>(graph.dependencies)) {
      byNx.set(
        rootOf(name),
        edges.map(({ target }) => rootOf(target)),
      );
    }
  });

  test.each(packages)('names every project that imports %s, or a project that does', (folder) => {
    expect(reaching(folder, byNx)).toEqual(expect.arrayContaining(reaching(folder, byImports)));
  });

  const bundled = packages.filter((folder) => reaching(folder, byImports).includes('apps/cli'));
  test.each(bundled)('names the suites that start what contains %s', (folder) => {
    expect(reaching(folder, byNx)).toEqual(expect.arrayContaining(STARTING));
  });

  test('is what the command prints', async () => {
    const file = 'packages/downloader/src/retry.ts';
    const names = (await nx('show', 'projects', '--affected', `--files=${file}`)).split('\n');
    expect(names).toEqual(
      expect.arrayContaining([
        '@tapehaul/downloader',
        '@tapehaul/s3',
        '@tapehaul/s5cmd',
        '@tapehaul/workflow',
        'tapehaul',
        'tapehaul-server',
        ...['arrows', 'durability', 'faults', 'hostile', 'kill', 'network', 'packed', 'services'].map(
          (suite) => `e2e-${suite}`,
        ),
      ]),
    );
    expect(names).not.toContain('@tapehaul/planner');
  });
});
