import { daysBetween } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import { aggTrades, archive, CANDLES, candles, keyOf, march, publish, TRADES } from './compared-archive.ts';
import {
  collectMarch,
  DAY,
  partition,
  publishMonth,
  request,
  requested,
  rulesOf,
  TODAY,
} from './compared-month.ts';
import { collectReported, eventsOf, inRecord } from './reported.ts';

test('the days of a month that lacks one (#140) are fetched in the same run, and the day is taken from its daily file', async () => {
  await publishMonth([DAY]);
  const { result, events } = await collectMarch();
  expect(eventsOf({ events }, 'follow_up')).toMatchObject([
    {
      key: keyOf(CANDLES, '2024-03'),
      files: 31,
      message:
        'spot/klines/BTCUSDT/1h 2024-03 breaks rules of its table (day_missing): 31 daily files are planned, too',
    },
  ]);
  expect(result).toMatchObject({
    ...{ status: 'completed', exit_code: 0, absent: [] },
    collection_stats: { total_tasks: 32, successful_tasks: 32, failed_tasks: 0 },
    tables: { months: 1, partitions: 1, up_to_date: 0, rows: 744, failed_months: 0 },
  });
  expect(result.tables?.findings).toEqual([
    { rule: 'monthly_short', severity: 'gap', findings: 1, count: 24 },
  ]);
  const days = (await partition())?.days.map(({ first, last, source, rule }) => [first, last, source, rule]);
  expect(days).toEqual([
    ['2024-03-01', '2024-03-11', keyOf(CANDLES, '2024-03'), null],
    [DAY, DAY, keyOf(CANDLES, DAY), 'monthly_short'],
    ['2024-03-13', '2024-03-31', keyOf(CANDLES, '2024-03'), null],
  ]);
  expect(result.coverage).toMatchObject({ held: 31, missing: 0 });
  archive.requests.clear();
  const again = await collectMarch();
  expect(again.result.tables).toMatchObject({ partitions: 0, up_to_date: 1 });
  expect(requested()).toEqual([]);
});

test('wrong values that break no rule (#475) are found in a month that is named', async () => {
  const days = [DAY, '2024-03-13'];
  const wrong = march.flatMap((day) => candles(day, days.includes(day) ? 90 : 100));
  await publish(CANDLES, '2024-03', wrong);
  for (const day of march) await publish(CANDLES, day, candles(day));
  const quiet = await collectMarch();
  expect(eventsOf(quiet, 'follow_up')).toEqual([]);
  expect(requested()).toEqual([]);

  const { result, events } = await collectMarch({ tables: { compare: ['2024-02..2024-03'] } });
  expect(eventsOf({ events }, 'follow_up')).toMatchObject([
    {
      files: 31,
      message: 'spot/klines/BTCUSDT/1h 2024-03 is to be compared: 31 daily files are planned, too',
    },
  ]);
  expect(result.tables).toMatchObject({ months: 1, partitions: 1, up_to_date: 0, rows: 744 });
  expect(result.tables?.findings).toMatchObject([{ rule: 'values_differ', count: 48 }]);
  expect((await partition())?.sources.filter(({ rows }) => rows > 0)).toHaveLength(3);
  // What was compared is not fetched again.
  archive.requests.clear();
  const again = await collectMarch({ tables: { compare: ['all'] } });
  expect(eventsOf(again, 'follow_up')).toEqual([]);
  expect(requested()).toEqual([]);
});

test('days that the archive does not have are requested once, until a file of the month changes', {
  tags: 'heavy',
}, async () => {
  await publishMonth([DAY, '2024-03-20', '2024-03-21'], march.slice(0, 15));
  const first = await collectMarch();
  expect(first.result).toMatchObject({
    ...{ status: 'completed', exit_code: 0 },
    collection_stats: { total_tasks: 32, successful_tasks: 16, skipped_tasks: 16, failed_tasks: 0 },
    coverage: { held: 31, missing: 0 },
    tables: { rows: 29 * 24 },
  });
  const absent = ['daily_absent', 16];
  expect(await rulesOf()).toContainEqual(absent);
  expect(first.result.tables?.findings).toContainEqual({
    ...{ rule: 'daily_absent', severity: 'note', findings: 1, count: 16 },
  });
  archive.requests.clear();
  const second = await collectMarch();
  expect(second.result.tables).toMatchObject({ partitions: 0, up_to_date: 1 });
  expect(requested()).toEqual([]);
  expect(await rulesOf()).toContainEqual(absent);

  // A day comes late, by another collection: the month is built from other files, and its days are requested again.
  await publish(CANDLES, '2024-03-20', candles('2024-03-20'));
  await collectReported(
    request({ date_range: { start: '2024-03-20', end: '2024-03-20' }, partition: 'daily', tables: false }),
    { today: TODAY },
  );
  archive.requests.clear();
  const third = await collectMarch();
  expect(third.result.tables).toMatchObject({ months: 1, partitions: 1, up_to_date: 0, rows: 30 * 24 });
  expect(new Set(requested()).size).toBe(15);
  expect(await rulesOf()).toContainEqual(['daily_absent', 15]);
});

test.each([
  ['repair is off', { repair: 'off' }],
  ['fetch_days is never', { fetch_days: 'never' }],
])(
  'where %s, nothing is fetched for a month that breaks rules; a named one is compared',
  { tags: 'heavy' },
  async (_, tables) => {
    await publishMonth([DAY]);
    const { result, events } = await collectMarch({ tables });
    expect(eventsOf({ events }, 'follow_up')).toEqual([]);
    expect(requested()).toEqual([]);
    expect(result.tables).toMatchObject({
      rows: 720,
      findings: [{ rule: 'day_missing' }, { rule: 'unchecked_by_daily' }],
    });
    const named = await collectMarch({ tables: { ...tables, compare: ['2024-03'] } });
    expect(eventsOf(named, 'follow_up')).toHaveLength(1);
    const rows = 'repair' in tables ? 720 : 744;
    expect(named.result.tables).toMatchObject({ rows, partitions: 1 });
    expect(named.result.tables?.findings).toContainEqual(
      expect.objectContaining({ rule: 'monthly_short', count: 24 }),
    );
  },
);

test('where tables are days, only days that break rules are fetched, in place of the whole month', {
  tags: 'heavy',
}, async () => {
  await publish(TRADES, '2024-03', march.filter((day) => day !== DAY).flatMap(aggTrades));
  for (const day of march) await publish(TRADES, day, aggTrades(day));
  const { result } = await collectMarch({ data_types: ['aggTrades'] });
  const days = ['2024-03-11', DAY, '2024-03-13'];
  expect(requested().sort()).toEqual(days.map((day) => keyOf(TRADES, day)));
  expect(result.tables).toMatchObject({ months: 1, partitions: 31, up_to_date: 0, rows: 31 * 240 });
  const found = await inRecord((record) => record.findings({ rule: 'monthly_short' }));
  expect(found.rows).toMatchObject([{ day: DAY, count: 240 }]);
  expect(await inRecord((record) => record.findingCounts({ rule: 'id_hole' }))).toEqual([]);
});

test('a day that could not be fetched is requested again by the next run', { tags: 'heavy' }, async () => {
  await publishMonth([DAY]);
  const key = keyOf(CANDLES, DAY);
  const fault = archive.faults.add({ key, fault: { kind: 'status', status: 500 } });
  const failed = await collectMarch();
  expect(failed.result).toMatchObject({
    ...{ status: 'completed_with_failures', failures: [{ key }] },
    tables: { rows: 720, partitions: 1 },
  });
  fault.remove();
  archive.requests.clear();
  const again = await collectMarch();
  expect(again.result).toMatchObject({ status: 'completed', tables: { rows: 744, months: 1 } });
  expect(requested()).toEqual([key]);
});

test('what is missing between two months is known by both as they are at the end', {
  tags: 'heavy',
}, async () => {
  const february = [...daysBetween('2024-02-01', '2024-02-29')];
  await publish(
    CANDLES,
    '2024-02',
    february.slice(0, -2).flatMap((day) => candles(day)),
  );
  for (const day of february) await publish(CANDLES, day, candles(day));
  // The next month has no daily files: it is not built again.
  await publishMonth([], []);
  const { result } = await collectMarch({ date_range: { start: '2024-02-01', end: '2024-03-31' } });
  expect(result.tables).toMatchObject({ months: 2, partitions: 2, rows: 60 * 24 });
  expect(result.tables?.findings.map(({ rule }) => rule)).not.toContain('chain_break');
  expect(await inRecord((record) => record.findingCounts({ rule: 'chain_break' }))).toEqual([]);
});
