export {
  type ConfigCheck,
  checkConfig,
  configValues,
  type ExplainedValue,
  explainConfig,
  parseConfig,
  validConfig,
} from './check.ts';
export { type EngineRules, turnedOffBy, whyUnwanted } from './engines/engine-conflicts.ts';
export {
  CHANGEABLE_ENGINE_KEYS,
  ENGINE_NAMES,
  type EngineName,
  LAST_ENGINE,
  type NamesOf,
} from './engines/engine-keys.ts';
export { ENGINES } from './engines/engine-specs.ts';
export type { ConfigOptions, Environment, Origin } from './engines/layers.ts';
export { type LoadedConfig, loadConfig, loadInput } from './load.ts';
export { BUILT_IN_MATRIX, type Matrix, type MatrixReading, readMatrix } from './matrix/matrix.ts';
export { readIntervalName } from './names/interval-names.ts';
export { readMarketName } from './names/market-names.ts';
export { isCandleTypeName, readTypeName } from './names/type-names.ts';
export { localDirectory } from './reading/output-address.ts';
export { readJsonFile } from './reading/read-json.ts';
export { isPattern, patternExpression } from './reading/text-forms.ts';
export {
  DEFAULT_SOURCE,
  DEFAULT_TABLES,
  DEFAULTS,
  PRODUCTION_MAX_PARALLEL_DOWNLOADS,
} from './schema/defaults.ts';
export { type CollectionConfig, type CollectionConfigInput, configJsonSchema } from './schema/schema.ts';
export type { LocalStorage, S3Storage } from './schema/storage.ts';
export type { TableSettings } from './schema/tables.ts';
export { problemText } from './values/problems.ts';
