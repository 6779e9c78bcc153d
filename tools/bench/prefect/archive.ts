import { addDays } from '@tapehaul/archive';
import { type Simulator, startSimulator, syntheticSource } from '@tapehaul/archive-simulator';

/** How many files are collected. */
export const FILES = 2_000;

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'BNBUSDT', 'LTCUSDT'];
const FIRST_DAY = '2023-01-01';

/** The file whose reason is looked up: its bytes are not those of its checksum. */
export const WANTED = 'ETHUSDT-1h-2023-03-07.zip';

/** Starts an archive that refuses some files, has none of others, alters some, and is unavailable for others once. */
export async function startFaultyArchive(): Promise<Simulator> {
  const simulator = await startSimulator({ source: syntheticSource({ maxRows: 10 }) });
  const { faults } = simulator;
  faults.add({ key: /BNBUSDT-1h-2023-02-0[1-6]\.zip$/, fault: { kind: 'missing' } });
  faults.add({ key: /ETHUSDT-1h-2023-03-0[3-8]\.zip$/, fault: { kind: 'alter' } });
  faults.add({ key: /LTCUSDT-1h-2023-04-0[1-4]\.zip$/, fault: { kind: 'status', status: 403 } });
  for (let day = 10; day < 30; day += 1) {
    const key = new RegExp(`BTCUSDT-1h-2023-05-${day}\\.zip$`);
    faults.add({ key, times: 1, fault: { kind: 'status', status: 503 } });
  }
  return simulator;
}

/** The configuration of the same files for tapehaul; where from comes with the service. */
export function collectionOf(files: number): object {
  return {
    output_directory: 'compared',
    markets: ['spot'],
    symbols: SYMBOLS,
    data_types: ['klines'],
    intervals: ['1h'],
    partition: 'daily',
    planning: 'matrix',
    date_range: { start: FIRST_DAY, end: addDays(FIRST_DAY, files / SYMBOLS.length - 1) },
    max_parallel_downloads: 16,
  };
}
