export type { Fault } from './faults/fault.ts';
export type { FaultHandle, FaultPlan, FaultRule } from './faults/fault-plan.ts';
export type { RequestLog } from './faults/request-log.ts';
export type { RequestPattern, SeenRequest } from './faults/request-pattern.ts';
export { belowPrefix } from './folder/below-prefix.ts';
export { folderSource } from './folder/folder-source.ts';
export type { Operation } from './s3/request.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
export type {
  ByteSpan,
  ListEntry,
  ListPage,
  ListRequest,
  ObjectInfo,
  ObjectSource,
} from './source/source.ts';
export { DEFAULT_SYMBOLS, type ListedSymbol } from './synthetic/listed-symbol.ts';
export { type SyntheticOptions, syntheticSource } from './synthetic/synthetic-source.ts';
