export {
  archiveCollectionFlow,
  type Collected,
  type Collection,
  FLOW_NAME,
} from './archive-collection-flow.ts';
export type {
  BatchEvent,
  FallBackEvent,
  FileEvent,
  PausedEvent,
  PlannedEvent,
  RetryEvent,
  StartedEvent,
  VerdictEvent,
  WorkflowEvent,
} from './events.ts';
export {
  type PlanCollectionOptions,
  type PlannedObject,
  type PlanRecord,
  type PlanSummary,
  planCollection,
} from './plan-collection.ts';
export type { CollectionResult, CollectionStatus, Failure } from './result.ts';
export type { VerdictRecord } from './verdict-record.ts';
export { ArchiveCollectionWorkflow, type FlowConfig, type WorkflowOptions } from './workflow.ts';
