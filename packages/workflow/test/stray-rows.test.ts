import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { partitionFindings, readSeries } from '../src/index.ts';
import { output } from './archive.ts';
import { keyOf, publish, served, trades } from './published-days.ts';
import { inRecord } from './reported.ts';
import { build } from './table-builds.ts';

const tableOf = (day: string): string =>
  `silver/binance/aggTrades/market=futures_um/symbol=BTCUSDT/date=${day}/BTCUSDT-aggTrades-${day}.parquet`;

test('a row of another month goes to the table of its day, which is built again with that file, once', async () => {
  await publish('2025-07-31', [...trades('2025-07-31', 0, 50), ...trades('2025-08-01', 50, 1)]);
  await publish('2025-08-01', trades('2025-08-01', 51, 50));
  await using archive = await served();
  const { collectDay } = archive;
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

test.each(process.env.TAPEHAUL_TRIALS === 'full' ? [1, 2] : [2])(
  'a month that is built after the one whose file has rows of it gets them, %i at once',
  async (builders) => {
    await publish('2025-07-31', [...trades('2025-07-31', 0, 50), ...trades('2025-08-01', 50, 1)]);
    await publish('2025-08-01', trades('2025-08-01', 51, 50));
    await using archive = await served();
    await archive.collectDay('2025-07-31');
    if (builders === 1) await build();
    await archive.collectDay('2025-08-01');
    await build({ builders });
    const recorded = await inRecord((record) => record.findPartition(tableOf('2025-08-01')));
    expect(recorded).toMatchObject({ rows: 51, firstId: 50 });
    expect((await build({ builders })).result).toMatchObject({ partitions: 0, up_to_date: 2 });
  },
);

/** Metrics of a day as the archive has them: the row of midnight at its end, the first one five minutes after its begin. */
function metrics(day: string): string[] {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const rows = Array.from({ length: 288 }, (_, at) => {
    const time = new Date(midnight + (at + 1) * 300_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},BTCUSDT,${70_000 + at}.5,7000000000.1,1.1,1.2,1.3,0.9`;
  });
  const header =
    'create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,count_long_short_ratio,sum_taker_long_short_vol_ratio';
  return [header, ...rows];
}

test('the last row of metrics of a month is the first one of the next month, night after night', {
  tags: 'heavy',
}, async () => {
  const days = ['2025-07-31', '2025-08-01', '2025-08-02'];
  for (const day of days) await publish(day, metrics(day), 'metrics');
  await using archive = await served();
  for (const day of days) {
    await archive.collectDay(day, 'metrics');
    await build();
  }
  const path = (month: string): string =>
    `silver/binance/metrics/market=futures_um/symbol=BTCUSDT/month=${month}/BTCUSDT-metrics-${month}.parquet`;
  const [july, august] = await inRecord((record) =>
    Promise.all([record.findPartition(path('2025-07')), record.findPartition(path('2025-08'))]),
  );
  expect(july).toMatchObject({ rows: 287, lastTime: Date.UTC(2025, 6, 31, 23, 55) * 1_000 });
  expect(august).toMatchObject({ rows: 577, firstTime: Date.UTC(2025, 7, 1) * 1_000 });
  expect(august?.sources.map(({ key, rows }) => [key, rows])).toEqual([
    [keyOf('2025-07-31', 'metrics'), 1],
    [keyOf('2025-08-01', 'metrics'), 288],
    [keyOf('2025-08-02', 'metrics'), 288],
  ]);
  expect((await build()).result).toMatchObject({ partitions: 0, up_to_date: 2 });
});

test('rows of another month are counted among the findings of the partition in whose file they stand', {
  tags: 'heavy',
}, async () => {
  await publish('2025-07-31', metrics('2025-07-31'), 'metrics');
  await using archive = await served();
  await archive.collectDay('2025-07-31', 'metrics');
  await build();
  const july =
    'silver/binance/metrics/market=futures_um/symbol=BTCUSDT/month=2025-07/BTCUSDT-metrics-2025-07.parquet';
  const counted = await inRecord(async (record) => {
    const partition = await record.findPartition(july);
    return partitionFindings(record, partition === undefined ? [] : [partition]);
  });
  const stray = { rule: 'stray', severity: 'note', findings: 1, count: 1 };
  expect(counted.get(july)).toContainEqual(stray);
  const manifest = await readFile(join(output, '.tapehaul/tables/manifest.ndjson'), 'utf8');
  expect(JSON.parse(manifest)).toMatchObject({ path: july, findings: counted.get(july) });
});

test('metrics that are read without tables begin with the row of midnight, too', async () => {
  for (const day of ['2025-07-31', '2025-08-01']) await publish(day, metrics(day), 'metrics');
  await using archive = await served();
  for (const day of ['2025-07-31', '2025-08-01']) await archive.collectDay(day, 'metrics');
  const parts = { market: 'futures_um', dataType: 'metrics', symbol: 'BTCUSDT', interval: null };
  const days = await inRecord(async (record) => {
    const rows: (readonly [day: string, rows: number])[] = [];
    await readSeries(record, output, parts, {
      from: '2025-08-01',
      signal: new AbortController().signal,
      take: async (day) => void rows.push([day.day, day.rows.count]),
    });
    return rows;
  });
  expect(days).toEqual([
    ['2025-08-01', 288],
    ['2025-08-02', 1],
  ]);
});
