export {
  type DamagedRecord,
  openDamaged,
  type RecordState,
  type RestoredRun,
  recordState,
  restoreRuns,
} from './file/salvage.ts';
export { openToRead, readCatalog } from './open-reader.ts';
export { isAlive, ownerOf } from './runs/owner.ts';
export { openCatalog } from './sqlite-catalog.ts';
