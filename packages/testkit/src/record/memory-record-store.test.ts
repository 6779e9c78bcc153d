import { recordStoreContract } from '@tapehaul/catalog/contract';
import { MemoryRecordStore } from './memory-record-store.ts';

recordStoreContract('a store in memory', () => {
  const records = new MemoryRecordStore();
  return {
    records,
    root: '/data',
    damage: (root) => records.damage(root),
    remove: (root) => records.remove(root),
    discard: () => {},
  };
});
