import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { formatKey, isMonth, knownSeries, type Series } from '@tapehaul/archive';
import { zipFrame } from '@tapehaul/testkit/content';
import type { MonthOrder, TableSource } from '../../src/index.ts';

export const HOURS: Series = seriesOf('spot/klines/BTCUSDT/1h');
export const AGG: Series = seriesOf('futures_um/aggTrades/BTCUSDT');

function seriesOf(name: string): Series {
  const [market = '', dataType = '', symbol = '', interval = null] = name.split('/');
  const series = knownSeries({ market, dataType, symbol, interval });
  if (series === undefined) throw new RangeError(name);
  return series;
}

/** Writes a zip of lines, as the archive has it, into a folder. */
export async function sourceOf(
  folder: string,
  series: Series,
  period: string,
  lines: readonly string[],
): Promise<TableSource> {
  const csv = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const deflated = deflateRawSync(csv);
  const sizes = { compressedSize: deflated.length, size: csv.length };
  const partition = isMonth(period) ? 'monthly' : 'daily';
  const key = formatKey({ ...series, partition, period });
  const name = key.slice(key.lastIndexOf('/') + 1).replace('.zip', '.csv');
  const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc32(csv), ...sizes });
  const bytes = Buffer.concat([head, deflated, tail]);
  const path = join(folder, `${partition}-${series.dataType}-${period}.zip`);
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { key, path, bytes: bytes.length, sha256, partition, period };
}

/** An order for partitions of 2025-07. */
export function orderOf(
  folder: string,
  series: Series,
  sources: readonly TableSource[],
  periods: readonly string[],
  more: Partial<MonthOrder> = {},
): MonthOrder {
  const [root, staging] = [join(folder, 'lake'), join(folder, 'lake', '.tapehaul', 'staging')];
  return {
    series,
    month: '2025-07',
    sources,
    periods,
    numbers: 'double',
    repair: 'days',
    root,
    staging,
    ...more,
  };
}

const MICROS_OF_HOUR = 3_600_000_000;

/** Hours of a UTC day as candles of spot files have them since 2025; the price is that of the hour. */
export function candles(day: string, hours: readonly number[], price = 100): string[] {
  const midnight = Date.parse(`${day}T00:00:00Z`) * 1_000;
  return hours.map((hour) => {
    const open = midnight + hour * MICROS_OF_HOUR;
    const prices = [price + hour, price + hour + 1, price + hour - 1, price + hour].map((value) =>
      value.toFixed(8),
    );
    return [
      open,
      ...prices,
      '2.00000000',
      open + MICROS_OF_HOUR - 1,
      (2 * (price + hour)).toFixed(8),
      7,
      '1.00000000',
      (price + hour).toFixed(8),
      0,
    ].join();
  });
}

/** Hours of a day. */
export const ALL_HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** Trades of a futures file with these ids, one a second from an hour of a day on; each id makes its own price and quantity. */
export function trades(day: string, ids: readonly number[], firstId: number, price = 60_000): string[] {
  const start = Date.parse(`${day}T00:00:00Z`);
  return ids.map((id) => {
    const time = start + (id - firstId) * 1_000;
    return [
      id,
      (price + (id % 50) / 10).toFixed(1),
      (((id % 9) + 1) / 1_000).toFixed(3),
      id * 2,
      id * 2 + 1,
      time,
      id % 2 === 0,
    ].join();
  });
}

/** Whole numbers from a first one on. */
export const from = (first: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => first + index);
