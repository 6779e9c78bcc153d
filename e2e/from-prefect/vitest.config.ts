import { e2eSuite } from '../../packages/testkit/vitest/base.ts';

export default e2eSuite('e2e-from-prefect');
