import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { expect, test } from 'vitest';
import { checkTables, removeNeedless } from '../src/index.ts';
import { collect, output } from './archive.ts';
import { everything } from './everything.ts';
import { monthsArchive } from './months-archive.ts';
import { inRecord } from './reported.ts';
import { build, forget, forgetDigest } from './table-builds.ts';

const TABLE =
  'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet';
const keyOf = (day: string): string => `data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-${day}.zip`;
const recorded = () => inRecord((record) => record.findPartition(TABLE));
const nothing = { partitions: 0, failed_months: 0 };

test('a table keeps its rows although one of its files was deleted, also when others are replaced, until it is rebuilt', async () => {
  await collect();
  await build();
  await forget(keyOf('03'));
  expect((await build()).result).toMatchObject({ ...nothing, up_to_date: 1, without_sources: 0 });
  await using archive = await startSimulator({ source: syntheticSource({ maxRows: 5 }) });
  await collect({
    ...{ force_redownload: true, date_range: { start: '2025-07-02', end: '2025-07-02' } },
    source: { endpoint: archive.url },
  });
  expect((await build()).result).toMatchObject({ ...nothing, up_to_date: 0, without_sources: 1 });
  expect((await build({ numbers: 'decimal' })).result).toMatchObject({ ...nothing, without_sources: 1 });
  expect(await recorded()).toMatchObject({ rows: 30, numbers: 'double' });
  const warnings: string[] = [];
  const onLog = ({ level, message }: { level: string; message: string }): void => {
    if (level === 'warn') warnings.push(message);
  };
  const { result } = await build({ rebuild: true, onLog });
  expect(result).toMatchObject({ partitions: 1, rows: 15 });
  expect(result.findings).toContainEqual({ rule: 'fewer_rows', severity: 'gap', findings: 1, count: 15 });
  const said = `15 rows; before, it had 30 rows; ${keyOf('02')} was replaced`;
  expect(warnings).toEqual([`${TABLE}: ${said}`]);
  const found = await inRecord((record) => record.findings({ rule: 'fewer_rows' }));
  expect(found.rows).toMatchObject([{ day: '2025-07-01', source: keyOf('02'), count: 15, sample: said }]);
  expect((await build()).result).toMatchObject({ ...nothing, up_to_date: 1, without_sources: 0 });
});

test('days that gave way to their month, and a month that gave way to its days, cause no build, and hinder none', {
  tags: 'heavy',
}, async () => {
  await using archive = await startSimulator({
    source: monthsArchive({ short: new Set(), missing: new Set() }),
  });
  const request = {
    ...{ source: { endpoint: archive.url }, planning: 'matrix' },
    date_range: { start: '2025-08-01', end: '2025-08-31' },
  };
  await collect({ ...request, partition: 'daily' });
  await build();
  const before = await inRecord((record) => record.partitionsOf());
  await collect({ ...request, partition: 'monthly' });
  const both = (await build()).result;
  expect(both).toMatchObject({ partitions: 1, rows: before.rows[0]?.rows });
  expect(await Array.fromAsync(removeNeedless(output, ['superseded']))).toHaveLength(2);
  expect((await build()).result).toMatchObject({ ...nothing, up_to_date: 1, without_sources: 0 });
  // Its days have all the rows of the month: they are enough to make it in another way.
  expect((await build({ numbers: 'decimal' })).result).toMatchObject({ partitions: 1, rows: both.rows });
});

test('files of which no digest is recorded take no part, and are listed where their days are requested', async () => {
  await collect();
  await forgetDigest(keyOf('02'));
  const { result } = await build();
  expect(result).toMatchObject({ rows: 20, without_digest: { files: 1, keys: [keyOf('02')] } });
  expect(await checkTables(output, everything)).toMatchObject({ without_digest: { files: 1 } });
  const { request } = everything;
  const later = { ...request, date_range: { start: '2025-08-01', end: 'latest' } } as const;
  expect((await build({ request: later })).result).toMatchObject({ without_digest: { files: 0, keys: [] } });
  await collect({ force_redownload: true });
  expect((await build()).result).toMatchObject({ rows: 30, without_digest: { files: 0 } });
});
