export { catalogContract } from './catalog-contract.ts';
export type { RecordUnderTest } from './record-under-test.ts';
