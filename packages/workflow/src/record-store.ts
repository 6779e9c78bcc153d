import type { RecordStore } from '@tapehaul/catalog';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';

/** Keeps the records of output directories: the one place that chooses which implementation does. */
export const records: RecordStore = sqliteRecords;
