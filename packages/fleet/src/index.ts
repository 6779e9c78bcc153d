export type {
  Backlog,
  BatchContext,
  BatchEnd,
  BatchEngine,
  BatchWork,
  Serving,
} from './engine/batch-engine.ts';
export { type BatchRef, batchRef, readBatchRef, refId } from './engine/batch-ref.ts';
export { LocalEngine } from './local/local-engine.ts';
