import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { base } from './packages/testkit/vitest/base.ts';

/** Packages that only compute: their test files share workers, and what a worker has loaded. */
const COMPUTING = 'packages/{archive,catalog,config,coverage,errors,metrics,planner,states}';
const TESTS = '{src,test}/**/*.test.ts';

function suite(name: string, include: string, options: ViteUserConfig['test'] = {}): ViteUserConfig {
  return { ...base, test: { ...base.test, name, include: [include], ...options } };
}

/** All tests at once, in few projects: each project reads and transforms every source that its tests use. */
const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      suite('computing', `${COMPUTING}/${TESTS}`, { isolate: false }),
      suite('tapehaul', `{packages,apps}/*/${TESTS}`, {
        exclude: [...(base.test?.exclude ?? []), `${COMPUTING}/**`],
      }),
      suite('e2e', 'e2e/**/*.test.ts'),
    ],
    coverage: { provider: 'v8', include: ['{packages,apps}/*/src/**/*.ts'], reporter: ['text', 'lcov'] },
  },
});
export default config;
