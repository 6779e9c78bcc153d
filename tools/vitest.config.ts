import { mergeConfig, type ViteUserConfig } from 'vitest/config';
import { base } from './vitest.base.ts';

const config: ViteUserConfig = mergeConfig(base, { test: { include: ['**/*.test.ts'], name: 'tools' } });
export default config;
