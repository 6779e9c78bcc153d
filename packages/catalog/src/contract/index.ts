export { catalogContract } from './catalog-contract.ts';
export { type RecordStoreUnderTest, recordStoreContract } from './record-store-contract.ts';
export type { RecordUnderTest } from './record-under-test.ts';
