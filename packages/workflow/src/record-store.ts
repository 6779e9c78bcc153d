// The one place that says which implementation keeps the record.
export {
  type DamagedRecord,
  isAlive,
  openCatalog,
  openDamaged,
  openToRead,
  ownerOf,
  type RestoredRun,
  readCatalog,
  recordState,
  restoreRuns,
} from '@tapehaul/catalog-sqlite';
