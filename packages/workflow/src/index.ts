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
  PlannedEvent,
  RetryEvent,
  StartedEvent,
  VerdictEvent,
  WorkflowEvent,
} from './events.ts';
export type { CollectionResult, CollectionStatus, Failure } from './result.ts';
export { ArchiveCollectionWorkflow, type FlowConfig, type WorkflowOptions } from './workflow.ts';
