import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgottenTypes } from './forgotten-types.ts';
import { root, TYPES_OF_USED, tsc } from './packed.ts';

/** How programs that use the packages may be compiled: each takes a while, so by default as Node resolves them. */
const MODULES = [
  ['nodenext', 'nodenext'],
  ...(process.env.TAPEHAUL_TRIALS === 'full' ? [['esnext', 'bundler'] as const] : []),
] as const;

/** PATH without the folders of packages, which hold the Node of this repository; with that one at the end. */
function pathOfMachine(): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const others = folders.filter((path) => !path.includes('node_modules') && !path.includes('node-gyp-bin'));
  return [...others, dirname(process.execPath)].join(delimiter);
}

/** Tests of what every published package promises, of some of them, by the names of their folders, in a folder with all of them. */
export function everyPackage(names: readonly string[], install: () => Promise<string>): void {
  describe('every published package', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await install();
    }, 300_000);
    afterAll(() => rm(folder, { recursive: true, force: true }));

    /** Where a package is in the folder that it was installed in. */
    const placeOf = (name: string): string => join(folder, 'node_modules/@tapehaul', name);

    test.each(names)('%s takes each dependency in the one version it was tested with', async (name) => {
      const manifest = JSON.parse(await readFile(join(placeOf(name), 'package.json'), 'utf8'));
      const { dependencies = {} } = manifest as { dependencies?: Record<string, string> };
      const versions = Object.entries(dependencies).map(
        ([dependency, version]) => `${dependency}@${version}`,
      );
      expect(versions.filter((version) => !/@\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    });

    test.each(names)('%s brings its licence', async (name) => {
      const licence = await readFile(join(placeOf(name), 'LICENSE'), 'utf8');
      expect(licence).toBe(await readFile(join(root, 'LICENSE'), 'utf8'));
    });

    test.each(names)(
      '%s has a README whose links lead somewhere outside of the repository too',
      async (name) => {
        const readme = await readFile(join(placeOf(name), 'README.md'), 'utf8');
        const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
        expect(links.filter((link) => !/^(https:|#)/.test(link ?? ''))).toEqual([]);
      },
    );

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

    test.each(names)('%s exports every type that its exports name', (name) => {
      expect(forgottenTypes(placeOf(name))).toEqual([]);
    });

    test('packages whose manifest accepts Node 20 can be used under the Node of this machine, however old', async () => {
      const manifests = names.map(async (name) => {
        const { engines } = JSON.parse(await readFile(join(placeOf(name), 'package.json'), 'utf8')) as {
          engines: { node: string };
        };
        return engines.node === '>=20' ? [name] : [];
      });
      const accepting = (await Promise.all(manifests)).flat();
      expect(accepting).toContain('planner');
      const program = `
    for (const name of ${JSON.stringify(accepting)}) await import('@tapehaul/' + name);
    const { parseConfig } = await import('@tapehaul/config');
    const { plan } = await import('@tapehaul/planner');
    const date_range = { start: '2025-07-01', end: '2025-07-15' };
    const config = parseConfig({ markets: ['spot'], symbols: ['BTCUSDT'], data_types: ['trades'], date_range });
    console.log([...plan(config, { today: '2026-11-23' })].length);
  `;
      const options = { cwd: folder, extendEnv: false, env: { PATH: pathOfMachine() } };
      const { stdout } = await execa('node', ['--input-type=module', '--eval', program], options);
      expect(stdout).toBe('15');
    });

    test.each(MODULES)(
      'every block of the READMEs compiles as printed, to %s by %s',
      async (module, moduleResolution) => {
        const blocks = join(folder, 'blocks');
        await mkdir(blocks, { recursive: true });
        for (const name of names) {
          const readme = await readFile(join(placeOf(name), 'README.md'), 'utf8');
          for (const [index, [, block]] of [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].entries()) {
            await writeFile(join(blocks, `${name}-${index + 1}.ts`), block ?? '');
          }
        }
        const options = [
          '--noEmit',
          '--strict',
          ...TYPES_OF_USED,
          '--target',
          'es2024',
          '--lib',
          'es2024,esnext.disposable,dom',
        ];
        const how = ['--module', module, '--moduleResolution', moduleResolution];
        const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
        const files = (await readdir(blocks)).map((name) => join(blocks, name));
        expect(files.length).toBeGreaterThan(names.length / 3);
        await execa(process.execPath, [tsc, ...options, ...how, ...types, ...files], { cwd: folder });
      },
    );
  });
}
