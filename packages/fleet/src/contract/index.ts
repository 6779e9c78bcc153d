export { type EngineUnderTest, engineContract, type MakeEngine } from './engine-contract.ts';
