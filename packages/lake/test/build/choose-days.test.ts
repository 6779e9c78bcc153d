import { join } from 'node:path';
import type { Repair } from '@tapehaul/tables';
import { expect, test } from 'vitest';
import { readByHyparquet } from '../read-parquet.ts';
import { building } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const DAY = '2025-07-01';
const ALL = from(0, 100);

/** Builds one day of trades with these ids in the monthly and the daily file; null: no such file. */
async function buildDay(
  monthly: readonly number[] | null,
  daily: readonly number[] | null,
  { repair = 'days', dailyPrice = 60_000 }: { readonly repair?: Repair; readonly dailyPrice?: number } = {},
) {
  const sources = [];
  if (monthly !== null) sources.push(await sourceOf(lake.folder, AGG, '2025-07', trades(DAY, monthly, 0)));
  if (daily !== null) sources.push(await sourceOf(lake.folder, AGG, DAY, trades(DAY, daily, 0, dailyPrice)));
  const { built } = await lake.build(orderOf(lake.folder, AGG, sources, [DAY], { repair }));
  const [partition] = built;
  if (partition === undefined) throw new Error('nothing was built');
  const rows = await readByHyparquet(join(lake.root, partition.path));
  const choices = new Set([
    'unchecked_by_daily',
    'daily_missing',
    'monthly_short',
    'daily_short',
    'values_differ',
    'both_short',
  ]);
  return {
    ids: rows.map(({ agg_trade_id: id }) => Number(id)),
    firstPrice: rows[0]?.price,
    taken: partition.days.map(
      ({ source, rule }) => `${source.includes('/monthly/') ? 'monthly' : 'daily'} ${rule}`,
    ),
    found: partition.findings
      .filter(({ rule }) => choices.has(rule))
      .map(({ rule, count }) => `${rule} ${count}`),
    partition,
  };
}

const without = (first: number, count: number): number[] =>
  ALL.filter((id) => id < first || id >= first + count);

test.each([
  ['the same rows', ALL, ALL, ['monthly null'], [], 100],
  ['only a monthly file', ALL, null, ['monthly unchecked_by_daily'], ['unchecked_by_daily 100'], 100],
  ['only a daily file', null, ALL, ['daily null'], [], 100],
  ['a monthly file without the day', [], ALL, ['daily monthly_short'], ['monthly_short 100'], 100],
  ['a monthly file that lacks rows', without(40, 7), ALL, ['daily monthly_short'], ['monthly_short 7'], 100],
  ['a daily file that lacks rows', ALL, without(90, 10), ['monthly daily_short'], ['daily_short 10'], 100],
  ['a daily file without rows', ALL, [], ['monthly daily_short'], ['daily_short 100'], 100],
  [
    'files that both lack rows, the monthly more',
    without(30, 9),
    without(60, 4),
    ['daily both_short'],
    ['both_short 13'],
    96,
  ],
  [
    'files that both lack rows, the daily more',
    without(30, 2),
    without(60, 4),
    ['monthly both_short'],
    ['both_short 6'],
    98,
  ],
  [
    'files that lack as many rows',
    without(30, 4),
    without(60, 4),
    ['daily both_short'],
    ['both_short 8'],
    96,
  ],
] as const)('%s', async (_, monthly, daily, taken, found, rows) => {
  const day = await buildDay(monthly, daily);
  expect(day.taken).toEqual(taken);
  expect(day.found).toEqual(found);
  expect(day.ids).toHaveLength(rows);
});

test('the same key with other values: the daily file, with samples of both', async () => {
  const day = await buildDay(ALL, ALL, { dailyPrice: 59_000 });
  expect(day.taken).toEqual(['daily values_differ']);
  expect(day.firstPrice).toBe(59_000);
  const [finding] = day.partition.findings.filter(({ rule }) => rule === 'values_differ');
  expect(finding).toMatchObject({ severity: 'error', count: 100, day: DAY });
  expect(finding?.sample).toContain('0,60000,');
  expect(finding?.sample).toContain('0,59000,');
});

test('the same ids with other trades, and no other difference: the daily file, with samples of both', async () => {
  const shifted = (line: string): string => {
    const [id, price, quantity, first, last, ...rest] = line.split(',');
    return [id, price, quantity, Number(first) + 1_000, Number(last) + 1_000, ...rest].join();
  };
  const lines = trades(DAY, ALL, 0);
  const sources = [
    await sourceOf(lake.folder, AGG, '2025-07', lines),
    await sourceOf(lake.folder, AGG, DAY, [...lines.slice(0, 90), ...lines.slice(90).map(shifted)]),
  ];
  const { built } = await lake.build(orderOf(lake.folder, AGG, sources, [DAY]));
  expect(built[0]).toMatchObject({ rows: 100, days: [{ source: sources[1]?.key, rule: 'values_differ' }] });
  const [finding] = built[0]?.findings.filter(({ rule }) => rule === 'values_differ') ?? [];
  expect(finding).toMatchObject({ count: 10 });
  expect(finding?.sample).toContain('90,60004,0.001,180,181,');
});

test('an id that both files have with one trade, and the monthly file also with another: the daily file is short', async () => {
  const lines = trades(DAY, ALL, 0);
  const other = (lines[50] ?? '').replace(',100,101,', ',900,901,');
  const sources = [
    await sourceOf(lake.folder, AGG, '2025-07', [...lines, other]),
    await sourceOf(lake.folder, AGG, DAY, lines),
  ];
  const { built } = await lake.build(orderOf(lake.folder, AGG, sources, [DAY]));
  expect(built[0]).toMatchObject({ rows: 101, days: [{ source: sources[0]?.key, rule: 'daily_short' }] });
});

test('repair off takes the monthly file as it is, and says what it lacks', async () => {
  const day = await buildDay(without(40, 7), ALL, { repair: 'off' });
  expect(day).toMatchObject({
    taken: ['monthly monthly_short'],
    found: ['monthly_short 7'],
    ids: without(40, 7),
  });
});

test('repair by rows unites trades that fill the holes of each other, and names both sources', async () => {
  const day = await buildDay(without(30, 9), without(60, 4), { repair: 'rows' });
  expect(day.taken.sort()).toEqual(['daily both_short', 'monthly both_short']);
  expect(day.ids).toEqual(ALL);
  expect(day.partition.sources.map(({ rows }) => rows).sort()).toEqual([9, 91]);
});

test('repair by rows never unites candles: the file with fewer holes is taken', async () => {
  const hours = (...missing: number[]): number[] => ALL_HOURS.filter((hour) => !missing.includes(hour));
  const sources = [
    await sourceOf(lake.folder, HOURS, '2025-07', candles(DAY, hours(3, 4))),
    await sourceOf(lake.folder, HOURS, DAY, candles(DAY, hours(9))),
  ];
  const { built } = await lake.build(orderOf(lake.folder, HOURS, sources, ['2025-07'], { repair: 'rows' }));
  expect(built[0]).toMatchObject({
    rows: 23,
    days: [{ first: DAY, last: DAY, source: sources[1]?.key, rule: 'both_short' }],
  });
});

test('findings of rows are reported of the source alone that the day was taken from', async () => {
  const day = await buildDay(without(40, 7), ALL);
  expect(day.partition.findings.filter(({ source }) => source?.includes('/monthly/'))).toEqual([]);
});

test('findings of the form of a file are reported whichever source the day was taken from, once', async () => {
  const lines = trades(DAY, ALL, 0);
  const broken = [
    ...lines.slice(0, 40),
    'not,a,trade',
    '',
    ...lines.slice(47),
    ...trades(DAY, [86_400 * 400], 0),
  ];
  const daily = [...lines, ...trades('2025-07-02', [100], 100), lines[99] ?? ''];
  const sources = [
    await sourceOf(lake.folder, AGG, '2025-07', broken),
    await sourceOf(lake.folder, AGG, DAY, daily),
    await sourceOf(lake.folder, AGG, '2025-07-02', trades('2025-07-02', from(100, 50), 100)),
  ];
  const { built } = await lake.build(orderOf(lake.folder, AGG, sources, [DAY, '2025-07-02']));
  const found = built.map(({ findings, duplicates }) => [
    findings
      .filter(({ rule }) => ['field_count', 'blank_line', 'stray', 'duplicate_rows'].includes(rule))
      .map(({ rule, source, day }) => [rule, source, day]),
    duplicates,
  ]);
  const [monthly, first] = sources.map(({ key }) => key);
  expect(found[0]?.[0]).toEqual([
    ['duplicate_rows', first, DAY],
    ['field_count', monthly, DAY],
    ['blank_line', monthly, DAY],
    ['stray', monthly, '2026-08-05'],
  ]);
  expect(found[1]?.[0]).toEqual([['stray', first, '2025-07-02']]);
  expect(found.map(([, duplicates]) => duplicates)).toEqual([1, 0]);
});

test('a day that only the monthly file has gives the same bytes, whichever other days have daily files', async () => {
  const next = trades('2025-07-02', from(50, 50), 50);
  const lines = [...trades(DAY, from(0, 50), 0), ...next];
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', lines);
  const daily = await sourceOf(lake.folder, AGG, '2025-07-02', next);
  const [alone] = (await lake.build(orderOf(lake.folder, AGG, [monthly], [DAY]))).built;
  const [beside] = (await lake.build(orderOf(lake.folder, AGG, [monthly, daily], [DAY, '2025-07-02']))).built;
  expect([alone?.days[0]?.rule, beside?.days[0]?.rule]).toEqual(['unchecked_by_daily', 'daily_missing']);
  expect(beside).toMatchObject({ identity: alone?.identity, sha256: alone?.sha256 });
});
