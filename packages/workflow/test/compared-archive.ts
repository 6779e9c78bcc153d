import { createHash } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { daysBetween, fileName, formatKey, isMonth, knownSeries, withoutZip } from '@tapehaul/archive';
import { folderSource, type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { zipFrame } from '@tapehaul/testkit/content';
import { afterEach, beforeEach } from 'vitest';
import { directory } from './archive.ts';

/** An archive of files that a test publishes. */
export let archive: Simulator;
beforeEach(async () => {
  await mkdir(join(directory, 'bucket'), { recursive: true });
  archive = await startSimulator({ source: folderSource(join(directory, 'bucket')) });
});
afterEach(() => archive.close());

export const CANDLES = 'spot/klines/BTCUSDT/1h';
export const TRADES = 'spot/aggTrades/BTCUSDT';
/** The days of the month that most tests are about. */
export const march: readonly string[] = [...daysBetween('2024-03-01', '2024-03-31')];

/** Key of a file of a series, monthly or daily as its period says. */
export function keyOf(series: string, period: string): string {
  return formatKey(objectOf(series, period));
}

function objectOf(name: string, period: string) {
  const [market = '', dataType = '', symbol = '', interval = null] = name.split('/');
  const series = knownSeries({ market, dataType, symbol, interval });
  if (series === undefined) throw new RangeError(name);
  return { ...series, partition: isMonth(period) ? 'monthly' : 'daily', period } as const;
}

/** The hourly candles of a day, of that price. */
export function candles(day: string, price = 100): string[] {
  const start = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: 24 }, (_, hour) => {
    const time = start + hour * 3_600_000;
    const prices = [price, price + 1, price - 1, price].join(',');
    return `${time},${prices},10,${time + 3_599_999},${10 * price},5,4,${4 * price},0`;
  });
}

/** Aggregated trades of a day, ten an hour, whose ids follow those of the days of March before. */
export function aggTrades(day: string): string[] {
  const start = Date.parse(`${day}T00:00:00Z`);
  const first = 1_000 + (march.indexOf(day) + 1) * 240;
  return Array.from({ length: 240 }, (_, row) => {
    const [id, time] = [first + row, start + row * 360_000];
    return `${id},100.5,0.25,${id},${id},${time},${row % 2 === 0 ? 'True' : 'False'},True`;
  });
}

/** Publishes lines, or bytes, as a file of a series, with the checksum of it. */
export async function publish(
  series: string,
  period: string,
  content: readonly string[] | Buffer,
): Promise<void> {
  const object = objectOf(series, period);
  const name = fileName(object);
  const lines = Buffer.isBuffer(content) ? '' : content.map((line) => `${line}\n`).join('');
  const bytes = Buffer.isBuffer(content) ? content : zipOf(`${withoutZip(name)}.csv`, lines);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await put(formatKey(object), bytes);
  await put(`${formatKey(object)}.CHECKSUM`, `${sha256}  ${name}`);
}

async function put(key: string, content: string | Buffer): Promise<void> {
  const path = join(directory, 'bucket', key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  const time = new Date(Date.now() - 7_200_000);
  await utimes(path, time, time);
}

/** A zip that holds one deflated file. */
export function zipOf(name: string, content: string): Buffer {
  const csv = Buffer.from(content);
  const deflated = deflateRawSync(csv);
  const sizes = { compressedSize: deflated.length, size: csv.length };
  const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc32(csv), ...sizes });
  return Buffer.concat([head, deflated, tail]);
}
