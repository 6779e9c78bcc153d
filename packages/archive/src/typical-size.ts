import { type DataType, isCandleType } from './data-types.ts';
import { intervalSeconds } from './intervals.ts';
import type { ArchiveObject } from './object.ts';

/** Zipped bytes of one candle (1m: 62 kB for 1,440), and of a candle file without any. */
const CANDLE_BYTES = 43;
const CANDLE_FILE_BYTES = 500;

/** Zipped bytes of a day of a busy symbol (BTC-like), as seen by a public audit and loaders. */
const DAY_BYTES: Readonly<Record<Exclude<DataType, 'klines' | `${string}Klines`>, number>> = {
  trades: 17_000_000,
  aggTrades: 12_000_000,
  fundingRate: 30,
  metrics: 11_000,
  bookDepth: 550_000,
  bookTicker: 100_000_000,
  liquidationSnapshot: 13_000,
  BVOLIndex: 390_000,
  EOHSummary: 50_000,
};

/**
 * Size in bytes that an object of a busy symbol typically has: a guess for forecasts where no listing gives
 * the true size, high for most symbols.
 */
export function typicalBytes({ dataType, interval, partition }: ArchiveObject): number {
  const days = partition === 'daily' ? 1 : 30;
  if (!isCandleType(dataType)) return days * DAY_BYTES[dataType];
  const seconds = (interval === null ? undefined : intervalSeconds(interval)) ?? 30 * 86_400;
  return CANDLE_FILE_BYTES + Math.ceil((days * 86_400) / seconds) * CANDLE_BYTES;
}
