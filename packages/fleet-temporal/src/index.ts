export type { TemporalPlace, TemporalTls } from './server/temporal-place.ts';
export { openTemporal, type TemporalOptions } from './temporal-engine.ts';
