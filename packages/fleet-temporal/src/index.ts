export type { TemporalPlace, TemporalTls } from './server/place.ts';
export { openTemporal, type TemporalOptions } from './temporal-engine.ts';
