import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import type { Engine } from '@tapehaul/downloader';
import { engineContract as contract, type EngineSource } from '@tapehaul/downloader/contract';

export type { EngineSource } from '@tapehaul/downloader/contract';

/** What every engine must do, against the archive simulator. */
export function engineContract(name: string, make: (source: EngineSource) => Promise<Engine>): void {
  contract(name, make, () => startSimulator({ source: syntheticSource({ maxRows: 100 }) }));
}
