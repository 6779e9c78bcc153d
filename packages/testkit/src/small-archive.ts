import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';

/** Starts an archive whose objects have at most 100 rows. Close it after use. */
export function startSmallArchive(): Promise<Simulator> {
  return startSimulator({ source: syntheticSource({ maxRows: 100 }) });
}
