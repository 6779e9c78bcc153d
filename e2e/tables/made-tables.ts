import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { parseConfig } from '@tapehaul/config';
import {
  ArchiveCollectionWorkflow,
  buildTables,
  DATA_TYPES,
  MARKETS,
  type TableRequest,
} from '@tapehaul/workflow';

/** All tables that are built. */
export const EVERYTHING: TableRequest['request'] = {
  markets: [...MARKETS],
  symbols: ['*'],
  exclude_symbols: [],
  data_types: [...DATA_TYPES],
  date_range: { start: '2017-01-01', end: 'latest' },
};

/** What tables are made of: candles by month and by day of spot, and what there is of a future. */
const REQUESTS = [
  { markets: ['spot'], symbols: ['BTCUSDT', 'ETHUSDT'], data_types: ['klines'], intervals: ['1m', '1h'] },
  {
    markets: ['spot'],
    symbols: ['BTCUSDT'],
    data_types: ['klines', 'trades'],
    intervals: ['1s'],
    date_range: { start: '2025-01-01', end: '2025-01-02' },
  },
  {
    markets: ['futures_um'],
    symbols: ['BTCUSDT'],
    data_types: ['klines', 'markPriceKlines', 'fundingRate'],
    intervals: ['1h'],
  },
];

/** A folder with an output directory of that name, and tables in it; `remove` deletes it. */
export async function makeTables(name: string): Promise<{
  readonly folder: string;
  readonly output: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehaul-tables-'));
  const output = join(folder, name);
  const simulator = await startSimulator({ source: syntheticSource({ maxRows: 31 * 1_440 }) });
  try {
    for (const request of REQUESTS) {
      const config = parseConfig({
        date_range: { start: '2025-01-01', end: '2025-01-31' },
        ...request,
        output_directory: output,
        engine: 's3',
        source: { endpoint: simulator.url },
      });
      await new ArchiveCollectionWorkflow(config).execute();
    }
  } finally {
    await simulator.close();
  }
  const retries = { retries: 0, retryDelaySeconds: 0 };
  await buildTables(output, {
    request: EVERYTHING,
    numbers: 'double',
    repair: 'days',
    rebuild: false,
    retries,
  });
  return { folder, output, remove: () => rm(folder, { recursive: true, force: true }) };
}
