export type { Catalog, CatalogReader, MissingObject, OwnerOptions, Wish } from './catalog.ts';
export { readCatalog } from './catalog-reader.ts';
export { everyRow } from './every-row.ts';
export { isAlive, ownerOf } from './owner.ts';
export type {
  CoverageQuery,
  FailureClass,
  LogPage,
  LogQuery,
  Page,
  PageRequest,
  RunQuery,
  SeriesCoverage,
  StateCount,
  TaskPage,
  TaskQuery,
  TimelineSlice,
} from './queries.ts';
export {
  type AttemptRecord,
  type ChangeRecord,
  type GapRecord,
  LOG_LEVELS,
  type LogLevel,
  type LogRecord,
  type NewLog,
  type NewRun,
  type ObjectRecord,
  type PlannedTask,
  type RunOwner,
  type RunRecord,
  type RunSummary,
  type StateRecord,
  type TaskChange,
  type TaskOutcome,
  type TaskRecord,
  type VersionRecord,
} from './records.ts';
export {
  type DamagedRecord,
  openDamaged,
  type RecordState,
  type RestoredRun,
  recordState,
  restoreRuns,
} from './salvage.ts';
export { openCatalog } from './sqlite-catalog.ts';
