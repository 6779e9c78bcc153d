export type {
  Backlog,
  BatchContext,
  BatchEnd,
  BatchEngine,
  BatchWork,
  Serving,
} from './engine/batch-engine.ts';
export {
  type BatchRef,
  batchRef,
  PART_REF_VERSION,
  type PartRef,
  partRef,
  readBatchRef,
  refId,
  type TasksRef,
} from './engine/batch-ref.ts';
export { LocalEngine } from './local/local-engine.ts';
