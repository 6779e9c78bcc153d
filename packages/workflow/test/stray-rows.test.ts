import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { formatSidecar } from '@tapehaul/archive';
import { folderSource, startSimulator } from '@tapehaul/archive-simulator';
import { zipFrame } from '@tapehaul/testkit/content';
import { expect, test } from 'vitest';
import { collect, directory } from './archive.ts';
import { inRecord } from './reported.ts';
import { build } from './table-builds.ts';

const keyOf = (day: string): string => `data/futures/um/daily/aggTrades/BTCUSDT/BTCUSDT-aggTrades-${day}.zip`;
const tableOf = (day: string): string =>
  `silver/binance/aggTrades/market=futures_um/symbol=BTCUSDT/date=${day}/BTCUSDT-aggTrades-${day}.parquet`;

/** Trades with these ids, one a second from midnight on. */
function trades(day: string, first: number, count: number): string[] {
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
async function publish(day: string, lines: readonly string[]): Promise<void> {
  const csv = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const deflated = deflateRawSync(csv);
  const file = join(directory, 'archive', keyOf(day));
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

test('a row of another month goes to the table of its day, which is built again with that file, once', async () => {
  await publish('2025-07-31', [...trades('2025-07-31', 0, 50), ...trades('2025-08-01', 50, 1)]);
  await publish('2025-08-01', trades('2025-08-01', 51, 50));
  await using archive = await startSimulator({ source: folderSource(join(directory, 'archive')) });
  const collectDay = (day: string) =>
    collect({
      markets: ['futures_um'],
      data_types: ['aggTrades'],
      intervals: undefined,
      date_range: { start: day, end: day },
      source: { endpoint: archive.url },
    });
  await collectDay('2025-08-01');
  expect((await build()).result).toMatchObject({ partitions: 1, rows: 50 });

  await collectDay('2025-07-31');
  const { result, events } = await build();
  expect(result).toMatchObject({ status: 'completed', months: 1, partitions: 2, failed_months: 0 });
  const built = events.flatMap((event) => (event.kind === 'table' ? [[event.path, event.rows]] : []));
  expect(built).toEqual([
    [tableOf('2025-07-31'), 50],
    [tableOf('2025-08-01'), 51],
  ]);
  const recorded = await inRecord((record) => record.findPartition(tableOf('2025-08-01')));
  expect(recorded?.sources.map(({ key, rows }) => [key, rows])).toEqual([
    [keyOf('2025-07-31'), 1],
    [keyOf('2025-08-01'), 50],
  ]);

  expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 2 });
  const again = await build({ rebuild: true });
  expect(again.result).toMatchObject({ partitions: 2, rows: 101 });
  expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 2 });
});
