export { environmentPlace } from './server/environment-place.ts';
export type { TemporalPlace, TemporalTls } from './server/temporal-place.ts';
export { openTemporal, type TemporalOptions } from './temporal-engine.ts';
