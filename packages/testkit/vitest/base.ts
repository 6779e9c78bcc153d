import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { configDefaults, defineConfig, mergeConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@tapehaul/source', 'node', 'development|production'];

/** Resolves the packages of this repository to their sources, so that tests run with no build. */
export const fromSources: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions, externalConditions: ['@tapehaul/source', 'node'] } },
});

/** Tags of tests. A heavy test is run by `.ci/run`, with TAPEHAUL_TRIALS=full, and not by `npm test`, which runs its relatives. */
const heavy = { name: 'heavy', description: 'run only with TAPEHAUL_TRIALS=full' };
export const tags: ViteUserConfig['test'] & { readonly tagsFilter: string[] } = {
  tags: [heavy],
  tagsFilter: process.env.TAPEHAUL_TRIALS === 'full' ? [] : [`!${heavy.name}`],
};

/** The folder of the repository as Vite writes paths, for a pattern. */
const ROOT = resolve(import.meta.dirname, '../../..')
  .replaceAll('\\', '/')
  .replaceAll(/[^\w/]/g, '\\$&');

/**
 * Sources that tests import, of all but the page, which Vite builds. Node itself loads them, as it does where the command is started
 * from sources: once in each worker, which may run many test files. What a module keeps lasts from one test file to the next, and
 * `vi.mock` cannot replace one.
 */
const SOURCES = new RegExp(`${ROOT}/(?:packages|apps)/(?!dashboard/)[^/]+/src/(?!.*\\.test\\.tsx?$)`);

/** The vitest settings every package shares. Tests against real services are run by vitest.services.config.ts. */
export const base: ViteUserConfig = defineConfig({
  ...fromSources,
  test: {
    include: ['{src,test}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.service.test.ts'],
    environment: 'node',
    execArgv: ['--conditions=@tapehaul/source'],
    server: { deps: { external: [SOURCES] } },
    passWithNoTests: true,
    ...tags,
    // Two more than there are cores: half of the time of test files is waiting, for a server or for a process.
    maxWorkers: availableParallelism() + 2,
    // Only what hangs: on a machine that does other things, a test of ten seconds may take a hundred.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});

/** The settings of a suite below `e2e/`: every test file of its folder. */
export function e2eSuite(name: string): ViteUserConfig {
  return mergeConfig(base, { test: { name, include: ['**/*.test.ts'] } });
}
