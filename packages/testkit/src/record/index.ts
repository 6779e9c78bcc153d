export { MemoryRecord } from './memory-record.ts';
