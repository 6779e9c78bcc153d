export { catalogContract } from './catalog-contract.ts';
export { keyListsContract } from './lists/key-lists-contract.ts';
export { type RecordStoreUnderTest, recordStoreContract } from './record-store-contract.ts';
export type { MakeRecord, RecordUnderTest } from './setup/record-under-test.ts';
