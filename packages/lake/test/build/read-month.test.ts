import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type MonthOrder, readMonth, rowText } from '../../src/index.ts';
import { building } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const [FIRST, SECOND, THIRD] = ['2025-07-01', '2025-07-02', '2025-07-03'] as const;

/** The days that are taken, each with its rows, and the report. */
async function read(order: MonthOrder) {
  const days: [day: string, rows: number][] = [];
  const texts: string[] = [];
  const { signal } = new AbortController();
  const report = await readMonth(order, {
    signal,
    take: async ({ day, rows }) => {
      days.push([day, rows.count]);
      for (let row = 0; row < rows.count; row++) texts.push(rowText(rows, row));
    },
  });
  return { days, texts, report };
}

describe('days', () => {
  test('of trades come in order, also those that the monthly file lacks', async () => {
    const [one, two, three] = [
      trades(FIRST, from(0, 50), 0),
      trades(SECOND, from(50, 60), 50),
      trades(THIRD, from(110, 70), 110),
    ];
    const monthly = await sourceOf(lake.folder, AGG, '2025-07', [...one, ...three]);
    const daily = await sourceOf(lake.folder, AGG, SECOND, two);
    const order = orderOf(lake.folder, AGG, [monthly, daily], [FIRST, SECOND, THIRD]);
    const { days, texts, report } = await read(order);
    expect(days).toEqual([
      [FIRST, 50],
      [SECOND, 60],
      [THIRD, 70],
    ]);
    expect(texts).toEqual(texts.toSorted((a, b) => Number(a.split(',')[0]) - Number(b.split(',')[0])));
    expect(report.faults).toEqual([]);
    const { built } = await lake.build(order);
    expect(built.map(({ period, rows }) => [period, rows])).toEqual(days);
  });

  test('of candles come in order, without doubles', async () => {
    const rows = candles(FIRST, ALL_HOURS);
    const second = await sourceOf(lake.folder, HOURS, SECOND, candles(SECOND, ALL_HOURS));
    const first = await sourceOf(lake.folder, HOURS, FIRST, [...rows, ...rows.slice(0, 2)]);
    const { days } = await read(orderOf(lake.folder, HOURS, [second, first], ['2025-07']));
    expect(days).toEqual([
      [FIRST, 24],
      [SECOND, 24],
    ]);
  });
});

test('a monthly file that turns out to be broken after days of it were taken ends the reading with its error', async () => {
  const rows = [...trades(FIRST, from(0, 50), 0), ...trades(SECOND, from(50, 4_000), 50)];
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', rows);
  const bytes = await readFile(monthly.path);
  const directory = bytes.lastIndexOf('PK\x01\x02');
  bytes.writeUInt32LE((bytes.readUInt32LE(directory + 16) ^ 1) >>> 0, directory + 16);
  bytes.writeUInt32LE((bytes.readUInt32LE(14) ^ 1) >>> 0, 14);
  await writeFile(monthly.path, bytes);
  const order = orderOf(lake.folder, AGG, [monthly], [FIRST, SECOND]);
  await expect(read(order)).rejects.toMatchObject({ code: 'not_a_zip' });
});

test('a broken daily file takes no part, and is reported', async () => {
  const whole = await sourceOf(lake.folder, AGG, FIRST, trades(FIRST, from(0, 50), 0));
  const broken = await sourceOf(lake.folder, AGG, SECOND, trades(SECOND, from(50, 50), 50));
  await writeFile(broken.path, Buffer.alloc(broken.bytes));
  const { days, report } = await read(orderOf(lake.folder, AGG, [whole, broken], [FIRST, SECOND]));
  expect(days).toEqual([[FIRST, 50]]);
  expect(report.faults).toMatchObject([{ key: broken.key, error: { code: 'not_a_zip' } }]);
});

test('a later file with rows of a day that was taken ends the reading: rows are never out of order', async () => {
  const first = await sourceOf(lake.folder, AGG, FIRST, trades(FIRST, from(0, 50), 0));
  const stray = trades(FIRST, from(50, 1), 50);
  const second = await sourceOf(lake.folder, AGG, SECOND, [...stray, ...trades(SECOND, from(51, 50), 51)]);
  const order = orderOf(lake.folder, AGG, [first, second], [FIRST, SECOND]);
  await expect(read(order)).rejects.toMatchObject({ code: 'table_failed', retry: 'never' });
});

test('ends once the signal aborts', async () => {
  const first = await sourceOf(lake.folder, AGG, FIRST, trades(FIRST, from(0, 50), 0));
  const stop = new AbortController();
  const order = orderOf(lake.folder, AGG, [first], [FIRST]);
  stop.abort(new Error('enough'));
  await expect(readMonth(order, { signal: stop.signal, take: async () => {} })).rejects.toThrow();
});
