import {
  type ArchiveObject,
  AVAILABILITY,
  type Availability,
  formatKey,
  knownObject,
} from '@tapehaul/archive';
import { DEFAULT_SYMBOLS, type ObjectSource, syntheticSource } from '@tapehaul/archive-simulator';
import { grainOf } from '@tapehaul/tables';

/** Months in each of which some format differs: header lines, units of times, first and last files. */
const MONTHS = [
  '2020-11',
  '2021-06',
  '2022-07',
  '2022-09',
  '2023-07',
  '2024-02',
  '2024-12',
  '2025-01',
  '2026-05',
];
const FEW_MONTHS = ['2022-09', '2023-07', '2025-01'];
const DAY = '17';
/** Symbols to take: usual ones of each market, and rare ones, of which one month is taken. */
const SYMBOLS = [
  'BTCUSDT',
  'BTCUSD_PERP',
  'BTCUSD',
  'BTCBVOLUSDT',
  '币安人生USDT',
  '1000SATSUSDT',
  'ICPUSDT_SETTLED',
];
const INTERVALS = ['1s', '1m', '1h', '1d', '1w'] as const;

/** A file of the synthetic archive. */
export interface SyntheticFile {
  readonly object: ArchiveObject;
  readonly bytes: Uint8Array;
}

/** Files of every data type, market, partition and age, with some hundred rows each. */
export async function* syntheticFiles(maxRows: number): AsyncGenerator<SyntheticFile, void> {
  const source = syntheticSource({ maxRows, now: new Date('2026-11-01T00:00:00Z') });
  for (const row of AVAILABILITY) {
    if (row.state === 'removed') continue;
    for (const object of objectsOf(row)) {
      const bytes = await bytesOf(source, formatKey(object));
      if (bytes !== undefined) yield { object, bytes };
    }
  }
}

function* objectsOf({ market, dataType, partition, ...row }: Availability): Generator<ArchiveObject> {
  const names = new Set(
    DEFAULT_SYMBOLS.filter((listed) => listed.market === market).map(({ symbol }) => symbol),
  );
  for (const interval of row.intervals === null
    ? [null]
    : INTERVALS.filter((one) => row.intervals?.includes(one))) {
    // A month of a table by day has a partition for each day.
    const isLarge = partition === 'monthly' && grainOf(dataType, interval) === 'day';
    const months = isLarge || (interval ?? '1m') !== '1m' ? FEW_MONTHS : MONTHS;
    for (const symbol of SYMBOLS.filter((name) => names.has(name))) {
      for (const month of symbol.startsWith('BTC') ? months : MONTHS.slice(-1)) {
        const period = partition === 'daily' ? `${month}-${DAY}` : month;
        const object = knownObject({ series: { market, dataType, symbol, interval }, partition, period });
        if (object !== undefined) yield object;
      }
    }
  }
}

async function bytesOf(source: ObjectSource, key: string): Promise<Uint8Array | undefined> {
  const info = await source.stat(key).catch(() => undefined);
  if (info === undefined) return undefined;
  return Buffer.concat(await Array.fromAsync(source.read(key, { start: 0, end: info.size })));
}
