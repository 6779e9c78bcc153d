import { base } from '../testkit/vitest/base.ts';

export default base;
