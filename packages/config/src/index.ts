export { type ConfigCheck, type ConfigOptions, checkConfig, parseConfig } from './check.ts';
export { DEFAULT_SOURCE, DEFAULTS, PRODUCTION_MAX_PARALLEL_DOWNLOADS } from './defaults.ts';
export type { Environment } from './environment.ts';
export { type LoadedConfig, loadConfig } from './load.ts';
export { BUILT_IN_MATRIX, type Matrix, type MatrixReading, readMatrix } from './matrix.ts';
export { problemText } from './problems.ts';
export type { CollectionConfig, CollectionConfigInput } from './schema.ts';
