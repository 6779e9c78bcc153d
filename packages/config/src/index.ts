export {
  type ConfigCheck,
  checkConfig,
  type ExplainedValue,
  explainConfig,
  parseConfig,
  validConfig,
} from './check.ts';
export { DEFAULT_SOURCE, DEFAULTS, PRODUCTION_MAX_PARALLEL_DOWNLOADS } from './defaults.ts';
export type { ConfigOptions, Environment, Origin } from './layers.ts';
export { type LoadedConfig, loadConfig, loadInput } from './load.ts';
export { BUILT_IN_MATRIX, type Matrix, type MatrixReading, readMatrix } from './matrix.ts';
export { localDirectory } from './places.ts';
export { problemText } from './problems.ts';
export { readJsonFile } from './read-json.ts';
export { type CollectionConfig, type CollectionConfigInput, configJsonSchema } from './schema.ts';
export type { LocalStorage, S3Storage } from './storage.ts';
export { isPattern, patternExpression } from './text-forms.ts';
export { isCandleTypeName } from './type-names.ts';
