export { readRows } from './copy/read-rows.ts';
export { recordPath } from './file/record-path.ts';
export { openToRead, readCatalog } from './reader/open-reader.ts';
export { openDamaged } from './repair/damaged-record.ts';
export { recordState } from './repair/record-state.ts';
export { restoreRuns } from './repair/restore-runs.ts';
export { sqliteRecords } from './sqlite-records.ts';
export { openCatalog } from './writer/open-catalog.ts';
