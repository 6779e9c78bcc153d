export type { BatchRecord } from '@tapehaul/catalog';
export type { BatchEngine } from '@tapehaul/fleet';
export type { FleetPace } from '../collect/fleet/fleet-pace.ts';
export { type RunPlace, runPlace } from '../collect/run-place.ts';
export type { FleetEvent, NoWorkerEvent } from '../events/fleet-events.ts';
export { type CopiedRecord, type CopyRecordOptions, copyRecord } from './database/copy-record.ts';
export {
  type FleetEngine,
  type FleetEngineOptions,
  openFleetEngine,
} from './database/fleet-engine.ts';
export { type PreparedDatabase, prepareDatabase } from './database/prepare-database.ts';
export { FleetWorker, type FleetWorkerOptions } from './fleet-worker.ts';
export {
  type StartedWorker,
  type StartWorkerOptions,
  startWorker,
  type WorkerNeeds,
  type WorkerPlace,
} from './start-worker.ts';
export type { TakeOver } from './take-over.ts';
export {
  type BatchOutcome,
  type WorkerBatchEvent,
  type WorkerCounts,
  type WorkerEvent,
  type WorkerRunEvent,
  type WorkerTakeOverEvent,
  workerCountsSchema,
  workerEventSchema,
} from './worker-events.ts';
