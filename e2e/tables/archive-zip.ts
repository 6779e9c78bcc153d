import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { fileName, formatKey, isMonth, knownSeries, type Series, withoutZip } from '@tapehaul/archive';
import type { TableSource } from '@tapehaul/lake';
import { zipFrame } from '@tapehaul/testkit/content';

/** The series of `spot/klines/BTCUSDT/1m`. */
export function seriesOf(name: string): Series {
  const [market = '', dataType = '', symbol = '', interval = null] = name.split('/');
  const series = knownSeries({ market, dataType, symbol, interval });
  if (series === undefined) throw new RangeError(name);
  return series;
}

/** Lines as the text of a file. */
export function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The bytes of a zip that holds one deflated file. */
function zipOf(name: string, content: string): Buffer {
  const csv = Buffer.from(content);
  const deflated = deflateRawSync(csv);
  const sizes = { compressedSize: deflated.length, size: csv.length };
  const { head, tail } = zipFrame({ name, method: 'deflated', crc32: crc32(csv), ...sizes });
  return Buffer.concat([head, deflated, tail]);
}

/** Writes a file of the archive below a folder, under its key, and gives it as a proved source. */
export async function writeSource(
  folder: string,
  series: Series,
  period: string,
  content: string | Uint8Array,
): Promise<TableSource> {
  const object = { ...series, partition: isMonth(period) ? 'monthly' : 'daily', period } as const;
  const key = formatKey(object);
  const path = join(folder, key);
  const bytes = typeof content === 'string' ? zipOf(`${withoutZip(fileName(object))}.csv`, content) : content;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { key, path, bytes: bytes.length, sha256, partition: object.partition, period };
}
