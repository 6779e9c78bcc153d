export { MemoryRecord } from './memory-record.ts';
export { MemoryRecordStore } from './memory-record-store.ts';
export { builtMonth, type FoundRows, foundRows } from './tables/built-month.ts';
