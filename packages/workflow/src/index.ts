export {
  addDays,
  availabilityOf,
  DATA_TYPES,
  firstDayOf,
  formatSeries,
  INTERVALS,
  knownSeries,
  lastDayOf,
  MARKETS,
  nextMonth,
  parseKey,
  type SeriesParts,
  seriesParts,
  utcDay,
} from '@tapehaul/archive';
export type {
  AttemptRecord,
  CatalogReader,
  CellsQuery,
  DisputeRecord,
  DisputeState,
  FailedTask,
  FoundRecord,
  Hole,
  HolesQuery,
  KeyFilter,
  LogLevel,
  LogQuery,
  LogRecord,
  ObjectRecord,
  PartitionRecord,
  RowFindingRecord,
  RunRecord,
  RunSummary,
  SeriesCells,
  SeriesCoverage,
  StateRecord,
  TaskPage,
  TaskQuery,
  TaskRecord,
  TaskSelection,
  VersionRecord,
} from '@tapehaul/catalog';
export {
  everyPage,
  everyRow,
  firstRows,
  LOG_LEVELS,
  type RecordUpdate,
  recordUpdates,
} from '@tapehaul/catalog';
export type { MovedFile, MoveListener } from '@tapehaul/downloader';
export { type ArrowStream, openArrowStream, type RowFormat, rowLines, type TableRows } from '@tapehaul/lake';
export type { CollectionMetrics, CollectionMetricsOptions } from '@tapehaul/metrics';
export { createCollectionMetrics } from '@tapehaul/metrics';
export { type AllowAddress, type Network, networkOf } from '@tapehaul/network';
export {
  FAILED_STATES,
  isFinal,
  isSettled,
  isStopped,
  type LogEvent,
  newRunId,
  type RunEvent,
  STATES,
  type StateName,
  type TaskEvent,
} from '@tapehaul/orchestrator';
export { ROW_RULES, type RowRule, rowRule, type Severity } from '@tapehaul/tables';
export { continuedConfig, type ResumeOptions, resumeCollection } from './collect/resume-collection.ts';
export {
  ArchiveCollectionWorkflow,
  archiveCollectionFlow,
  type ExecuteOptions,
  type FlowConfig,
} from './collect/workflow.ts';
export type { WorkflowOptions } from './collect/workflow-options.ts';
export { freeBytes } from './disk-space.ts';
export type { Access, AccessOf, ServerAccess } from './engines/access.ts';
export type { ValueOrigin } from './engines/value-origin.ts';
export { errorRecord as errorRecordSchema } from './events/event-parts.ts';
export {
  type BatchEvent,
  type ChangeEvent,
  type FallBackEvent,
  type FileEvent,
  type PausedEvent,
  type PlannedEvent,
  type RetryEvent,
  type StartedEvent,
  type StillWaitingEvent,
  type UnknownEvent,
  type VerdictEvent,
  type WaitingEvent,
  type WarningEvent,
  type WorkflowEvent,
  workflowEventSchema,
} from './events/events.ts';
export { stateOfFileEvent } from './events/file-event.ts';
export type { Failure } from './events/findings.ts';
export {
  type FindingCount,
  findingCount as findingCountSchema,
  type TableBuildEvent,
  type TableEvent,
  type TableMonthEvent,
  type TablesPlannedEvent,
  type TablesSummary,
  tablesSummarySchema,
} from './events/table-events.ts';
export { type FetchContext, type FileInput, fetchFile } from './file/fetch-file.ts';
export { type FileOutcome, type FileStatus, fileOutcome } from './file/file-outcome.ts';
export type { Placing, PlannedFile } from './file/file-request.ts';
export { IN_PLACE_STATES } from './file/file-states.ts';
export { type FileRetries, fileRetries } from './file/retries.ts';
export { FILE_TASK, FLOW_NAME, TABLE_TASK, TABLES_FLOW } from './flow-names.ts';
export { whyUnusable } from './output-directory.ts';
export { planChanged } from './plan/agreed-plan.ts';
export { type PlanCollectionOptions, planCollection } from './plan/plan-collection.ts';
export {
  type FingerprintedFile,
  FingerprintMaker,
  isSamePlan,
  type PlanFingerprint,
  planFingerprintSchema,
} from './plan/plan-fingerprint.ts';
export type { PlannedObject, PlanRecord, PlanSummary, SettledRecord } from './plan/records/plan-record.ts';
export { type PlanWarning, planWarningSchema } from './plan/records/plan-warning.ts';
export { requestWarnings } from './plan/records/request-warnings.ts';
export { type UnknownSeries, unknownSeriesSchema } from './plan/records/unknown-series.ts';
export { type VerdictRecord, verdictRecordSchema } from './plan/records/verdict-record.ts';
export { type SettledSummary, settledSummarySchema } from './plan/settled/settled-counts.ts';
export { closeQuietly, findRecord, findRun, markCrashedRuns, openRecord, requestOfRun } from './record.ts';
export type { CollectionMetadata, CollectionStatus } from './result/collection-metadata.ts';
export {
  type CoverageHole,
  type CoverageRow,
  type CoverageSpan,
  type CoveredSeries,
  coveredSeries,
} from './result/days/covered-series.ts';
export { type FindingSpan, findingSpans } from './result/days/finding-spans.ts';
export type { RequestedDays } from './result/days/requested-series.ts';
export type { RunCoverage, RunDays, SeriesDaysReport } from './result/days/run-coverage.ts';
export { dayCountsShape, runCoverageSchema } from './result/days/run-coverage.ts';
export { type FileCounts, fileCounts, settledFiles } from './result/file-counts.ts';
export { type CollectionResult, collectionResultSchema, exitOfFailures } from './result/result.ts';
export { meantRunId } from './run-id.ts';
export { type RunRequest, runRequest, runRequestSchema } from './run-request.ts';
export { type CollectionSetupOptions, testCollectionSetup } from './setup/test-collection-setup.ts';
export type {
  CollectionSetupTest,
  PointOutcome,
  SetupPoint,
  SetupPointName,
} from './setup/trial/setup-point.ts';
export type { TrialArchive, TrialFault, TrialRule } from './setup/trial/trial-archive.ts';
export { type StorageSettings, storageOf } from './storage/recorded-bucket.ts';
export { isBroken as isBrokenSource } from './tables/broken/note-broken.ts';
export { type BuildTablesOptions, buildTables } from './tables/build-tables.ts';
export { partitionFindings } from './tables/built/partition-findings.ts';
export { partitionRow } from './tables/built/partition-row.ts';
export { PARTITION_STATES, type PartitionState, partitionState } from './tables/built/partition-state.ts';
export { type ReadSeriesOptions, readSeries } from './tables/cat/read-series.ts';
export { type CheckTablesOptions, checkTables } from './tables/check-tables.ts';
export { namedUncompared, type UncomparedMonth } from './tables/compare/named-uncompared.ts';
export { countPartitions, type PartitionCounts } from './tables/findings/count-partitions.ts';
export { type FindingsRequest, requestedFindings } from './tables/findings/requested-findings.ts';
export { type RuleSummary, summarizeFindings } from './tables/findings/summarize-findings.ts';
export type { LeftOutSeries } from './tables/freqtrade/freqtrade-file.ts';
export {
  type WriteFreqtradeOptions,
  type WrittenFreqtradeFile,
  writeFreqtrade,
} from './tables/freqtrade/write-freqtrade.ts';
export type { SeriesMonths, TableRequest } from './tables/months/table-request.ts';
export { TableTally } from './tables/table-tally.ts';
export { type TablesResult, tablesResultSchema } from './tables/tables-result.ts';
export { type BuiltSeries, builtSeries } from './tables/views/built-series.ts';
export { type FoundTables, findTables } from './tables/views/find-tables.ts';
export { VIEW_READERS, type ViewPlaces, type ViewReader, viewText } from './tables/views/view-text.ts';
export { type AdoptOptions, adoptFolder } from './upkeep/adopt/adopt-folder.ts';
export type { AdoptedFile, AdoptedStatus } from './upkeep/adopt/adopted-file.ts';
export type { AdoptConfig } from './upkeep/adopt/folder-downloader.ts';
export type { FolderMeaning, LeftReason } from './upkeep/adopt/recognised-file.ts';
export { type AcceptOptions, acceptDisputes } from './upkeep/disputes/accept-disputes.ts';
export { type DecidedDispute, type DecidedStatus, MOST_REASON } from './upkeep/disputes/decided-dispute.ts';
export { type DisputesQuery, disputePage } from './upkeep/disputes/dispute-page.ts';
export { type DisputeNames, openHint } from './upkeep/disputes/named-disputes.ts';
export { type RejectOptions, rejectDisputes } from './upkeep/disputes/reject-disputes.ts';
export { diagnose } from './upkeep/doctor/diagnose.ts';
export { diagnoseTarget } from './upkeep/doctor/diagnose-target.ts';
export type { Finding } from './upkeep/doctor/finding.ts';
export {
  type NeedlessFile,
  type NeedlessKind,
  needlessFiles,
  removeNeedless,
} from './upkeep/prune/needless-files.ts';
export { type RepairOptions, repairFolder } from './upkeep/repair/repair-folder.ts';
export { type RepairedFile, type RepairSummary, repairReportSchema } from './upkeep/repair/repair-report.ts';
export { type DataSubset, parseSubset } from './upkeep/verify/data-subset.ts';
export type {
  NotRebuilt,
  VerifiedTable,
  VerifiedTableStatus,
} from './upkeep/verify/tables/verified-table.ts';
export { verifyTables } from './upkeep/verify/tables/verify-tables.ts';
export type { VerifiedFile, VerifiedStatus, VerifyOptions } from './upkeep/verify/verified-file.ts';
export { verifyFolder } from './upkeep/verify/verify-folder.ts';
export { verifyOutput } from './upkeep/verify/verify-output.ts';
export { explainDays } from './why/explain-days.ts';
export { namedSeries } from './why/named-series.ts';
export type { DayRows, RowFindingReport } from './why/row-report.ts';
export { dayRowsSchema, rowFindingReport, rowFindingSchema } from './why/row-report.ts';
export type { DayReport, WhyReport } from './why/why-report.ts';
export { dayReportSchema, findingDaySchema, whyReportSchema } from './why/why-report.ts';
