import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { formatSidecar } from '@tapehaul/archive';
import { folderSource, startSimulator } from '@tapehaul/archive-simulator';
import { zipFrame } from '@tapehaul/testkit/content';
import { collect, directory } from './archive.ts';

/** Key of a day of BTCUSDT on futures_um. */
export const keyOf = (day: string, type = 'aggTrades'): string =>
  `data/futures/um/daily/${type}/BTCUSDT/BTCUSDT-${type}-${day}.zip`;
/** Trades with these ids, one a second from midnight on. */
export function trades(day: string, first: number, count: number): string[] {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, at) => {
    const id = first + at;
    return [
      id,
      `${60_000 + (id % 50)}.5`,
      '0.002',
      2 * id,
      2 * id + 1,
      midnight + at * 1_000,
      id % 2 === 0,
    ].join();
  });
}

/** Puts a day into a folder that is served as the archive. */
export async function publish(day: string, lines: readonly string[], type?: string): Promise<void> {
  const csv = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const deflated = deflateRawSync(csv);
  const file = join(directory, 'archive', keyOf(day, type));
  const { head, tail } = zipFrame({
    name: basename(file).replace('.zip', '.csv'),
    method: 'deflated',
    crc32: crc32(csv),
    compressedSize: deflated.length,
    size: csv.length,
  });
  const bytes = Buffer.concat([head, deflated, tail]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  await writeFile(`${file}.CHECKSUM`, formatSidecar({ sha256, name: basename(file) }, 'futures_um'));
}

/** Serves the published days as the archive, and gives what collects one of them. */
export async function served() {
  const archive = await startSimulator({ source: folderSource(join(directory, 'archive')) });
  const collectDay = (day: string, type: 'aggTrades' | 'metrics' = 'aggTrades') =>
    collect({
      markets: ['futures_um'],
      data_types: [type],
      intervals: undefined,
      date_range: { start: day, end: day },
      source: { endpoint: archive.url },
    });
  return { collectDay, [Symbol.asyncDispose]: () => archive.close() };
}
