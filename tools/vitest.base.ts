import { defineConfig, type ViteUserConfig } from 'vitest/config';

const conditions = ['@tapehaul/source', 'node', 'development|production'];

/** The vitest settings every package shares: tests run from the sources of all packages, with no build. */
export const base: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions, externalConditions: ['@tapehaul/source', 'node'] } },
  test: {
    include: ['{src,test}/**/*.test.ts'],
    environment: 'node',
    passWithNoTests: true,
    testTimeout: 60_000,
  },
});
