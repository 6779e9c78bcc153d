export { recordPath } from './file/record-path.ts';
export { openToRead, readCatalog } from './open-reader.ts';
export { openDamaged } from './repair/damaged-record.ts';
export { recordState } from './repair/record-state.ts';
export { restoreRuns } from './repair/restore-runs.ts';
export { openCatalog } from './sqlite-catalog.ts';
export { sqliteRecords } from './sqlite-records.ts';
