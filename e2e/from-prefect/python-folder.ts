import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MARKET_PREFIX } from '@tapehaul/archive';
import type { Simulator } from '@tapehaul/archive-simulator';

/** A file that the Python workflow fetches. */
export interface PythonFile {
  readonly key: string;
  /** Where it puts the file and, on its next run, finds it; below the output directory. */
  readonly path: string;
}

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'ADAUSDT'];
const DAYS = Array.from({ length: 15 }, (_, day) => `2025-07-${String(day + 1).padStart(2, '0')}`);
/** It takes the month before the first day of a request. */
const MONTH = '2025-06';

/** A download that broke off: its size is not 0, so the Python workflow takes it for complete. */
export const BROKEN = 'ETHUSDT-1h-2025-07-09.zip';

/** A folder as the Python workflow leaves it: hourly candles of two markets, the month before, and what it writes of itself. */
export function pythonFiles(): PythonFile[] {
  return [
    ...SYMBOLS.flatMap((symbol) => [...DAYS, MONTH].map((period) => candles('spot', 'spot', symbol, period))),
    ...SYMBOLS.flatMap((symbol) =>
      [...DAYS, MONTH].map((period) => candles('futures_um', 'um_futures', symbol, period)),
    ),
  ];
}

/** Fills a folder with these files, without sidecars. */
export async function fillPythonFolder(folder: string, { url, bucket }: Simulator): Promise<void> {
  for (const { key, path } of pythonFiles()) {
    const answer = await fetch(`${url}/${bucket}/${key}`);
    const bytes = await answer.bytes();
    const isBroken = path.includes('/spot/') && path.endsWith(BROKEN);
    await put(join(folder, path), isBroken ? bytes.subarray(0, bytes.length / 2) : bytes);
  }
  const own = 'bronze/binance/spot/klines/symbol=METADATA/year=2025/month=07/day=19';
  await put(join(folder, own, 'data.parquet'), 'PAR1');
  await put(join(folder, own, '_metadata.json'), '{"symbol": "METADATA", "record_count": 1}\n');
}

function candles(
  market: 'spot' | 'futures_um',
  marketFolder: string,
  symbol: string,
  period: string,
): PythonFile {
  const partition = period === MONTH ? 'monthly' : 'daily';
  const [year = '', month = '', day = '01'] = period.split('-');
  const name = `${symbol}-1h-${period}.zip`;
  return {
    key: `${MARKET_PREFIX[market]}/${partition}/klines/${symbol}/1h/${name}`,
    path: `bronze/binance/${marketFolder}/klines/symbol=${symbol}/year=${year}/month=${month}/day=${day}/${name}`,
  };
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
