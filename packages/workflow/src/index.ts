export { addDays, nextMonth, parseKey } from '@tapehaul/archive';
export type {
  AttemptRecord,
  CatalogReader,
  LogLevel,
  LogQuery,
  LogRecord,
  RunOwner,
  RunRecord,
  RunSummary,
  SeriesCoverage,
  TaskRecord,
} from '@tapehaul/catalog';
export { everyRow, isAlive, isStopped, LOG_LEVELS, ownerOf } from '@tapehaul/catalog';
export { type CollectionMetrics, createCollectionMetrics } from '@tapehaul/metrics';
export { type AllowAddress, type Network, networkOf } from '@tapehaul/network';
export { isFinal, type LogEvent, newRunId, STATES, type StateName } from '@tapehaul/orchestrator';
export type { Access, AccessOf, ServerAccess } from './access.ts';
export { type AdoptConfig, type AdoptOptions, adoptFolder } from './adopt-folder.ts';
export type { AdoptedFile, AdoptedStatus } from './adopted-file.ts';
export type { ValueOrigin } from './check-source.ts';
export type { CollectionMetadata, CollectionStatus } from './collection-metadata.ts';
export { diagnose } from './diagnose.ts';
export { errorRecord as errorRecordSchema } from './event-parts.ts';
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
  type VerdictEvent,
  type WaitingEvent,
  type WorkflowEvent,
  workflowEventSchema,
} from './events.ts';
export { FAILED_STATES } from './file-states.ts';
export type { Finding } from './finding.ts';
export type { Failure } from './findings.ts';
export { FILE_TASK, FLOW_NAME } from './flow-names.ts';
export { type NeedlessFile, type NeedlessKind, needlessFiles, removeNeedless } from './needless-files.ts';
export {
  type PlanCollectionOptions,
  type PlannedObject,
  type PlanRecord,
  type PlanSummary,
  planCollection,
} from './plan-collection.ts';
export type { FolderMeaning, LeftReason } from './recognised-file.ts';
export { asSeen, openRecord, recordPath, runOf, wishOfRun } from './record.ts';
export { type RepairOptions, repairFolder } from './repair-folder.ts';
export { type RepairedFile, type RepairSummary, repairReportSchema } from './repair-report.ts';
export { type CollectionResult, collectionResultSchema, exitOfFailures } from './result.ts';
export { type ResumeOptions, resumeCollection } from './resume-collection.ts';
export { meantRunId } from './run-id.ts';
export { type RunRequest, runRequest, runRequestSchema } from './run-request.ts';
export type { VerdictRecord } from './verdict-record.ts';
export { type VerifiedFile, type VerifiedStatus, type VerifyOptions, verifyFolder } from './verify-folder.ts';
export {
  ArchiveCollectionWorkflow,
  archiveCollectionFlow,
  type ExecuteOptions,
  type FlowConfig,
} from './workflow.ts';
export type { WorkflowOptions } from './workflow-options.ts';
