export { isAlive, ownerOf } from '@tapehaul/sqlite';
export {
  type DamagedRecord,
  openDamaged,
  type RecordState,
  type RestoredRun,
  recordState,
  restoreRuns,
} from './file/salvage.ts';
export { openToRead, readCatalog } from './open-reader.ts';
export { openCatalog } from './sqlite-catalog.ts';
