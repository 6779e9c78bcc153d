export { everyPage, everyRow, firstRows } from './every-row.ts';
export type { HandIn, MembersThatGive, PagedRead } from './members.ts';
export { type RecordUpdate, recordUpdates } from './record-updates.ts';
export { LOG_LEVELS, type LogLevel, type LogRecord, type NewLog } from './records/logs.ts';
export type {
  CoverageQuery,
  FailureClass,
  LogPage,
  LogQuery,
  Page,
  PageRequest,
  Pages,
  RunQuery,
  SeriesCoverage,
  StateCount,
  TaskPage,
  TaskQuery,
  TimelineQuery,
  TimelineSlice,
} from './records/queries.ts';
export { COPIED_TABLES, type CopiedTable, type RecordRows, type StoredRow } from './records/record-rows.ts';
export type {
  AttemptRecord,
  ChangeRecord,
  GapRecord,
  NewRun,
  ObjectRecord,
  PlannedTask,
  RunOwner,
  RunRecord,
  RunSummary,
  StateRecord,
  TaskChange,
  TaskOutcome,
  TaskRecord,
  VersionRecord,
} from './records/records.ts';
export type { FailedTask, KeyFilter, TaskSelection } from './records/task-keys.ts';
export {
  BATCH_LEASE_SECONDS,
  type BatchClaim,
  type Batches,
  type BatchesReader,
  type BatchQuery,
  type BatchRecord,
  type ClaimedBatch,
  type ClaimedTask,
  type ClaimOptions,
  type HandedIn,
} from './stores/batches.ts';
export type { Catalog, CatalogReader } from './stores/catalog.ts';
export type {
  CellRecord,
  CellsQuery,
  Coverage,
  CoverageReader,
  Hole,
  HolesQuery,
  SeenDays,
  SeenSeries,
  SeriesCells,
} from './stores/coverage.ts';
export type { DisputeRecord, DisputeState, Disputes, DisputesReader } from './stores/disputes.ts';
export type { Findings, FindingsReader, MissingObject } from './stores/findings.ts';
export type { Holdings, HoldingsReader } from './stores/holdings.ts';
export type { Plan, PlannedPart, PlanParts, RemainingFolder } from './stores/plan.ts';
export type {
  DamagedRecord,
  RecordHolder,
  RecordPart,
  RecordRepair,
  RecordState,
  RestoredRun,
} from './stores/record-repair.ts';
export type { AbandonedRun, FoundRecord, RecordStore, SharedRecords } from './stores/record-store.ts';
export type { ControlRequest, OwnerOptions, Runs } from './stores/runs.ts';
export type { RunsReader } from './stores/runs-reader.ts';
export type {
  FindingDay,
  PartitionRecord,
  PartitionSource,
  PartitionsQuery,
  RowFindingCount,
  RowFindingRecord,
  RowFindingsQuery,
  Tables,
  TablesReader,
  TakenDays,
} from './stores/tables.ts';
