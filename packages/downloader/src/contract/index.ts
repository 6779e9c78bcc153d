export {
  type ContractArchive,
  type ContractFault,
  type EngineSource,
  engineContract,
} from './engine-contract.ts';
