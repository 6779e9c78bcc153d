import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { base, tags } from './packages/testkit/vitest/base.ts';
import { testFiles } from './packages/testkit/vitest/own-process.ts';

/** Packages that only compute: their test files share workers, and what a worker has loaded. */
const COMPUTING = 'packages/{archive,catalog,config,coverage,errors,metrics,planner,states}';
const TESTS = '{src,test}/**/*.test.ts';

/** Packs and installs all packages, which takes the longest: it starts with the first. */
const PACKED = 'e2e/packed/*.test.ts';

/** Test files that change nothing of their process share workers, too, each with its own instances of what stands beside tests. */
const { sharing, alone } = testFiles(import.meta.dirname, `{{packages,apps}/*/{src,test},e2e}/**/*.test.ts`, [
  '**/node_modules/**',
  '**/*.service.test.ts',
  `${COMPUTING}/**`,
  PACKED,
]);

// Workers, and the processes that tests start from sources, have what Node has compiled, and stripped of types, from each other.
process.env.NODE_COMPILE_CACHE ??= `${import.meta.dirname}/node_modules/.cache/tapehaul-compiled`;

function suite(name: string, include: string[], options: ViteUserConfig['test'] = {}): ViteUserConfig {
  return { ...base, test: { ...base.test, name, include, ...options } };
}

/** All tests at once, in few projects: each project reads and transforms every source that its tests use. */
const config: ViteUserConfig = defineConfig({
  test: {
    ...tags,
    projects: [
      suite('computing', [`${COMPUTING}/${TESTS}`], { isolate: false }),
      suite('sharing', sharing, {
        isolate: false,
        setupFiles: [`${import.meta.dirname}/packages/testkit/vitest/fresh-modules.ts`],
      }),
      suite('alone', [...alone, PACKED]),
    ],
    coverage: { provider: 'v8', include: ['{packages,apps}/*/src/**/*.ts'], reporter: ['text', 'lcov'] },
  },
});
export default config;
