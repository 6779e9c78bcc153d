import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { base } from './packages/testkit/vitest/base.ts';
import { testFiles } from './packages/testkit/vitest/own-process.ts';

/** Packages that only compute: their test files share workers, and what a worker has loaded. */
const COMPUTING = 'packages/{archive,catalog,config,coverage,errors,metrics,planner,states}';
const TESTS = '{src,test}/**/*.test.ts';

/** Test files of packages that change nothing of their process share workers, too, each with modules of its own. */
const { sharing, alone } = testFiles(import.meta.dirname, `packages/*/${TESTS}`, [
  '**/node_modules/**',
  '**/*.service.test.ts',
  `${COMPUTING}/**`,
]);

function suite(name: string, include: string[], options: ViteUserConfig['test'] = {}): ViteUserConfig {
  return { ...base, test: { ...base.test, name, include, ...options } };
}

/** All tests at once, in few projects: each project reads and transforms every source that its tests use. */
const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      suite('computing', [`${COMPUTING}/${TESTS}`], { isolate: false }),
      suite('sharing', sharing, {
        isolate: false,
        setupFiles: [`${import.meta.dirname}/packages/testkit/vitest/fresh-modules.ts`],
      }),
      suite('alone', [...alone, `apps/*/${TESTS}`, 'e2e/**/*.test.ts']),
    ],
    coverage: { provider: 'v8', include: ['{packages,apps}/*/src/**/*.ts'], reporter: ['text', 'lcov'] },
  },
});
export default config;
