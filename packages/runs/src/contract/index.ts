export { type ControlledPlace, type ControlSource, runControlContract } from './run-control-contract.ts';
