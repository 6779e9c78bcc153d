export { MemoryRecord } from './memory-record.ts';
export { MemoryRecordStore } from './memory-record-store.ts';
