import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { daysBetween } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import { buildMonth, checkMonth, monthPartitions, partitionIdentity } from '../../src/index.ts';
import { metadataOf, readByHyparquet } from '../read-parquet.ts';
import { building } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const JULY = [...daysBetween('2025-07-01', '2025-07-31')];

test('a month of candles is one sorted file that names its sources, and has the rows of its monthly and its daily files', async () => {
  const days = JULY.map((day) => candles(day, ALL_HOURS));
  const monthly = await sourceOf(lake.folder, HOURS, '2025-07', days.flat());
  const dailies = await Promise.all(
    JULY.slice(0, 3).map((day, index) => sourceOf(lake.folder, HOURS, day, days[index] ?? [])),
  );
  const sources = [...dailies, monthly];
  const [partition] = monthPartitions(HOURS, '2025-07', sources);
  expect(partition).toEqual({ period: '2025-07', sources: [monthly, ...dailies] });

  const { built, report } = await lake.build(orderOf(lake.folder, HOURS, sources, ['2025-07']));
  expect(report).toEqual({
    provedDeep: expect.arrayContaining(sources.map(({ key }) => key)),
    strays: [],
    faults: [],
  });
  const [only] = built;
  expect(built).toHaveLength(1);
  const path =
    'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2025-07/BTCUSDT-1h-2025-07.parquet';
  const file = join(lake.root, path);
  const bytes = await readFile(file);
  const first = Date.parse('2025-07-01T00:00:00Z') * 1_000;
  const identity = partitionIdentity({
    schemaVersion: 1,
    writer: lake.writer.version,
    numbers: 'double',
    repair: 'days',
    sources,
  });
  expect(only).toMatchObject({
    path,
    series: HOURS,
    period: '2025-07',
    identity,
    rows: 744,
    firstTime: first,
    lastTime: first + 743 * 3_600_000_000,
    firstId: null,
    lastId: null,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    writer: lake.writer.version,
    duplicates: 0,
    inexact: 0,
    sources: [...dailies, monthly].map(({ key, sha256 }) => ({
      key,
      sha256,
      rows: key === monthly.key ? 744 : 0,
    })),
  });
  expect(only?.days).toEqual([
    { first: '2025-07-01', last: '2025-07-03', source: monthly.key, rule: null },
    { first: '2025-07-04', last: '2025-07-31', source: monthly.key, rule: 'daily_missing' },
  ]);
  expect(only?.findings).toEqual([
    expect.objectContaining({
      rule: 'daily_missing',
      day: '2025-07-04',
      last: first + 744 * 3_600_000_000 - 1,
      count: 28 * 24,
      source: monthly.key,
    }),
  ]);
  const rows = await readByHyparquet(file);
  expect(rows.map((row) => [row.open_time, row.close, row.count])).toEqual(
    from(0, 744).map((hour) => [BigInt(first + hour * 3_600_000_000), 100 + (hour % 24), 7]),
  );
  const { key_value_metadata: metadata = [] } = await metadataOf(file);
  const entry = metadata.find(({ key }) => key === 'tapehaul')?.value ?? '{}';
  expect(JSON.parse(entry)).toMatchObject({ table: 'klines', schema_version: 1, identity });
  expect(await readdir(join(lake.root, '.tapehaul/staging'))).toEqual([]);
});

test('a monthly file of trades becomes a file a day, also for days without rows; what is not requested is not built', async () => {
  const days = ['2025-07-01', '2025-07-02', '2025-07-04'];
  const lines = days.flatMap((day, index) =>
    trades(day, from(1_000 + index * 500, 500), 1_000 + index * 500),
  );
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', lines);
  const daily = await sourceOf(lake.folder, AGG, '2025-07-05', trades('2025-07-05', from(2_500, 10), 2_500));
  const partitions = monthPartitions(AGG, '2025-07', [daily, monthly]);
  expect(partitions.map(({ period }) => period)).toEqual(JULY);
  expect(partitions[4]?.sources).toEqual([monthly, daily]);

  const periods = ['2025-07-02', '2025-07-03', '2025-07-05'];
  const { built } = await lake.build(orderOf(lake.folder, AGG, [daily, monthly], periods));
  expect(built.map(({ period, rows, firstId, lastId }) => ({ period, rows, firstId, lastId }))).toEqual([
    { period: '2025-07-02', rows: 500, firstId: 1_500, lastId: 1_999 },
    { period: '2025-07-03', rows: 0, firstId: null, lastId: null },
    { period: '2025-07-05', rows: 10, firstId: 2_500, lastId: 2_509 },
  ]);
  expect(built[1]).toMatchObject({
    firstTime: null,
    lastTime: null,
    sources: [{ key: monthly.key, rows: 0 }],
  });
  expect(built[2]?.days).toEqual([
    { first: '2025-07-05', last: '2025-07-05', source: daily.key, rule: 'monthly_short' },
  ]);
  const folder = join(lake.root, 'silver/binance/aggTrades/market=futures_um/symbol=BTCUSDT');
  expect((await readdir(folder)).sort()).toEqual(periods.map((day) => `date=${day}`));
  const rows = await readByHyparquet(join(lake.root, built[0]?.path ?? ''));
  expect(rows.map((row) => row.agg_trade_id)).toEqual(from(1_500, 500).map(BigInt));
  expect(await readByHyparquet(join(lake.root, built[1]?.path ?? ''))).toEqual([]);
});

test('two builds of the same sources give the same bytes, whatever the order of the sources', async () => {
  const [one, other] = [
    trades('2025-07-01', from(0, 3_000), 0),
    trades('2025-07-02', from(3_000, 3_000), 3_000),
  ];
  const sources = [
    await sourceOf(lake.folder, AGG, '2025-07', [...one, ...other]),
    await sourceOf(lake.folder, AGG, '2025-07-01', one),
  ];
  const periods = ['2025-07-01', '2025-07-02'];
  const { built } = await lake.build(orderOf(lake.folder, AGG, sources, periods));
  const again = await lake.build(orderOf(lake.folder, AGG, sources.toReversed(), periods));
  expect(again.built).toEqual(built);
});

test('checking finds the same as building, and writes nothing', async () => {
  const rows = trades('2025-07-01', from(0, 300), 0);
  const sources = [
    await sourceOf(lake.folder, AGG, '2025-07', [...rows.slice(0, 200), ...rows.slice(150)]),
    await sourceOf(lake.folder, AGG, '2025-07-01', rows.slice(0, 100)),
  ];
  const order = orderOf(lake.folder, AGG, sources, ['2025-07-01']);
  const checking = checkMonth(order, { signal: new AbortController().signal });
  const checked = await checking.next();
  expect(await readdir(lake.root)).toEqual([]);
  const { built, report } = await lake.build(order);
  expect(checked.value).toMatchObject({ rows: 300, duplicates: 50 });
  expect(built).toEqual([expect.objectContaining(checked.value ?? {})]);
  expect(await checking.next()).toEqual({ done: true, value: report });
});

test('hours that lie in a known outage of the venue are explained', async () => {
  const [before, after] = ['2018-02-07', '2018-02-10'];
  const lines = [...candles(before, ALL_HOURS), ...candles('2018-02-08', [0]), ...candles(after, ALL_HOURS)];
  const monthly = await sourceOf(lake.folder, HOURS, '2018-02', lines);
  const order = orderOf(lake.folder, HOURS, [monthly], ['2018-02'], { month: '2018-02' });
  const { built } = await lake.build(order);
  const explained = built[0]?.findings.filter(({ rule }) => rule === 'venue_outage');
  expect(explained).toEqual([expect.objectContaining({ severity: 'note', day: '2018-02-08' })]);
});

test('an aborted build leaves no file behind, and what stood before stays', async () => {
  const first = trades('2025-07-01', from(0, 50), 0);
  const source = await sourceOf(lake.folder, AGG, '2025-07-01', first);
  const { built } = await lake.build(orderOf(lake.folder, AGG, [source], ['2025-07-01']));
  const file = join(lake.root, built[0]?.path ?? '');
  const before = await readFile(file);
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', [
    ...first,
    ...trades('2025-07-02', from(50, 50), 50),
  ]);
  const stop = new AbortController();
  const aborted = buildMonth(orderOf(lake.folder, AGG, [source, monthly], ['2025-07-01', '2025-07-02']), {
    writer: lake.writer,
    signal: stop.signal,
    onDay: () => stop.abort(),
  });
  await expect(aborted.next()).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readFile(file)).toEqual(before);
  expect(await readdir(join(lake.root, '.tapehaul/staging'))).toEqual([]);
});

test('a consumer that leaves after the first partition leaves no unfinished file', async () => {
  const lines = [...trades('2025-07-01', from(0, 50), 0), ...trades('2025-07-02', from(50, 50), 50)];
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', lines);
  const order = orderOf(lake.folder, AGG, [monthly], ['2025-07-01', '2025-07-02']);
  const signal = new AbortController().signal;
  for await (const { period } of buildMonth(order, { writer: lake.writer, signal })) {
    expect(period).toBe('2025-07-01');
    break;
  }
  expect(await readdir(join(lake.root, '.tapehaul/staging'))).toEqual([]);
});

test.each([
  [{ month: '2025-7' }, 'month 2025-7'],
  [{ periods: ['2025-07'] }, 'period 2025-07 is no partition of aggTrades'],
  [{ periods: ['2025-08-01'] }, 'period 2025-08-01'],
  [{ root: 'lake' }, 'path lake is not absolute'],
  [{ series: { ...AGG, dataType: 'aggtrades' } }, 'futures_um/aggtrades/BTCUSDT'],
])('an order with %j is refused', async (wrong, message) => {
  const order = orderOf(lake.folder, AGG, [], ['2025-07-01'], wrong);
  const building = buildMonth(order, { writer: lake.writer, signal: new AbortController().signal });
  await expect(building.next()).rejects.toThrow(message);
});
