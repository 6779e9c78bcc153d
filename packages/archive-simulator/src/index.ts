export { belowPrefix } from './below-prefix.ts';
export type { Fault } from './fault.ts';
export type { FaultHandle, FaultPlan, FaultRule } from './fault-plan.ts';
export { folderSource } from './folder-source.ts';
export type { RequestLog } from './request-log.ts';
export type { RequestPattern, SeenRequest } from './request-pattern.ts';
export type { Operation } from './s3/request.ts';
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
export type {
  ByteSpan,
  ListEntry,
  ListPage,
  ListRequest,
  ObjectInfo,
  ObjectSource,
} from './source.ts';
export { DEFAULT_SYMBOLS, type ListedSymbol } from './synthetic/listed-symbol.ts';
export { type SyntheticOptions, syntheticSource } from './synthetic/synthetic-source.ts';
