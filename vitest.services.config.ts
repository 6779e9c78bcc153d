import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { fromSources } from './packages/testkit/vitest/base.ts';

/** Tests against real servers, which are built on first use: `vitest run --config vitest.services.config.ts`. */
const config: ViteUserConfig = defineConfig({
  ...fromSources,
  test: {
    include: ['{packages,apps,e2e}/**/*.service.test.ts'],
    environment: 'node',
    // Whatever the machine has: these files mostly wait, for servers, leases and heartbeats. Each has servers, folders and ports of its own.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
export default config;
