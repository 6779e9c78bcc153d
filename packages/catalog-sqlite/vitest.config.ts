import { base } from '../../tools/vitest.base.ts';

export default base;
