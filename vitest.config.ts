import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    // All cores: by default vitest leaves one out, which of two is half.
    maxWorkers: '100%',
    projects: ['packages/*', 'apps/*', 'tools'],
    coverage: { provider: 'v8', include: ['{packages,apps}/*/src/**/*.ts'], reporter: ['text', 'lcov'] },
  },
});
export default config;
