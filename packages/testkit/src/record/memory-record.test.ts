import { catalogContract } from '@tapehaul/catalog/contract';
import { MemoryRecord } from './memory-record.ts';

catalogContract('a record in memory', async () => {
  const record = new MemoryRecord();
  return {
    open: () => record.open(),
    expireLeases: async () => record.expireLeases(),
    discard: async () => {},
  };
});
