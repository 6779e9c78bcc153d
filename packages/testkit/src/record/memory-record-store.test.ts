import { recordStoreContract } from '@tapehaul/catalog/contract';
import { MemoryRecordStore } from './memory-record-store.ts';

recordStoreContract('a store in memory', async () => {
  const records = new MemoryRecordStore();
  return {
    records,
    root: '/data',
    damage: async (root) => records.damage(root),
    remove: async (root) => records.remove(root),
    discard: async () => {},
  };
});
