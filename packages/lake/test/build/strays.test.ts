import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readByHyparquet } from '../read-parquet.ts';
import { building } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const [FIRST, SECOND, THIRD] = ['2025-07-01', '2025-07-02', '2025-07-03'] as const;

async function idsOf(path: string | undefined): Promise<number[]> {
  return (await readByHyparquet(join(lake.root, path ?? ''))).map(({ agg_trade_id: id }) => Number(id));
}

test('a row of a daily file that belongs to the day before or after goes there, also when that day was read already', async () => {
  const [one, two, three] = [
    trades(FIRST, from(0, 50), 0),
    trades(SECOND, from(50, 50), 50),
    trades(THIRD, from(100, 50), 100),
  ];
  const sources = [
    await sourceOf(lake.folder, AGG, FIRST, one.slice(0, -1)),
    // The last row of the day before, and the first one of the day after.
    await sourceOf(lake.folder, AGG, SECOND, [...one.slice(-1), ...two, ...three.slice(0, 1)]),
    await sourceOf(lake.folder, AGG, THIRD, three.slice(1)),
  ];
  const { built, report } = await lake.build(orderOf(lake.folder, AGG, sources, [FIRST, SECOND, THIRD]));
  expect(built.map(({ rows }) => rows)).toEqual([50, 50, 50]);
  expect(await idsOf(built[0]?.path)).toEqual(from(0, 50));
  expect(await idsOf(built[2]?.path)).toEqual(from(100, 50));
  const key = sources[1]?.key;
  expect(report.strays).toEqual([
    { key, day: FIRST, rows: 1 },
    { key, day: THIRD, rows: 1 },
  ]);
  expect(built[0]?.sources).toEqual([
    { key: sources[0]?.key, sha256: sources[0]?.sha256, rows: 49 },
    { key, sha256: sources[1]?.sha256, rows: 1 },
  ]);
  expect(built[0]?.days).toContainEqual({ first: FIRST, last: FIRST, source: key, rule: 'stray' });
  expect(built[0]?.findings).toContainEqual(
    expect.objectContaining({ rule: 'stray', day: FIRST, count: 1, source: key }),
  );
});

test('a stray row that the day has already is not added, and its file is no source of that day', async () => {
  const [one, two] = [trades(FIRST, from(0, 50), 0), trades(SECOND, from(50, 50), 50)];
  const sources = [
    await sourceOf(lake.folder, AGG, FIRST, one),
    await sourceOf(lake.folder, AGG, SECOND, [...one.slice(-1), ...two]),
  ];
  const { built } = await lake.build(orderOf(lake.folder, AGG, sources, [FIRST, SECOND]));
  expect(built.map(({ rows, sources: of }) => [rows, of.length])).toEqual([
    [50, 1],
    [50, 1],
  ]);
});

test('a stray row of a day that is not built is reported, and a build of that day takes it from the file of the other period', async () => {
  const august = trades('2025-08-01', from(50, 1), 50);
  const july = await sourceOf(lake.folder, AGG, '2025-07-31', [
    ...trades('2025-07-31', from(0, 50), 0),
    ...august,
  ]);
  const { built, report } = await lake.build(orderOf(lake.folder, AGG, [july], ['2025-07-31']));
  expect(report.strays).toEqual([{ key: july.key, day: '2025-08-01', rows: 1 }]);
  expect(built[0]?.findings).toContainEqual(
    expect.objectContaining({ rule: 'stray', day: '2025-08-01', count: 1 }),
  );
  expect(built[0]?.rows).toBe(50);

  const first = await sourceOf(lake.folder, AGG, '2025-08-01', trades('2025-08-01', from(51, 50), 51));
  const order = orderOf(lake.folder, AGG, [july, first], ['2025-08-01'], { month: '2025-08' });
  const next = await lake.build(order);
  expect(await idsOf(next.built[0]?.path)).toEqual(from(50, 51));
  expect(next.built[0]?.sources.map(({ key, rows }) => [key, rows])).toEqual([
    [july.key, 1],
    [first.key, 50],
  ]);
});

test('a stray candle of a monthly file of another month completes the day that lacks it', async () => {
  const june = await sourceOf(lake.folder, HOURS, '2025-06', [
    ...candles('2025-06-30', ALL_HOURS),
    ...candles(FIRST, [0]),
  ]);
  const july = await sourceOf(lake.folder, HOURS, '2025-07', candles(FIRST, ALL_HOURS.slice(1)));
  const { built } = await lake.build(orderOf(lake.folder, HOURS, [june, july], ['2025-07']));
  expect(built[0]).toMatchObject({ rows: 24, firstTime: Date.parse(`${FIRST}T00:00:00Z`) * 1_000 });
});
