export {
  type ContractArchive,
  type ContractFault,
  type ContractOptions,
  type EngineSource,
  engineContract,
} from './engine-contract.ts';
export { targetContract } from './target-contract.ts';
