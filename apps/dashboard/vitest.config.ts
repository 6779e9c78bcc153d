import { base } from '../../packages/testkit/vitest/base.ts';

export default base;
