export type { ControlledPlace, ControlSource } from './controlled-place.ts';
export { runControlContract } from './run-control-contract.ts';
