export { openToRead, readCatalog } from './catalog-reader.ts';
export {
  type DamagedRecord,
  openDamaged,
  type RecordState,
  type RestoredRun,
  recordState,
  restoreRuns,
} from './file/salvage.ts';
export { isAlive, ownerOf } from './runs/owner.ts';
export { openCatalog } from './sqlite-catalog.ts';
