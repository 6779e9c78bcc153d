import { join } from 'node:path';
import { daysBetween } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readByHyparquet } from '../read-parquet.ts';
import { building } from './building.ts';
import { AGG, ALL_HOURS, candles, from, HOURS, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const DAYS = [...daysBetween('2025-07-01', '2025-07-05')];
const ROWS = 40;

/** The ids of a day, and what a file has of them. */
const idsOf = (index: number): number[] => from(index * ROWS, ROWS);
const linesOf = (day: string, index: number): string[] => trades(day, idsOf(index), index * ROWS);

test('days that stand in any order in a monthly file, and rows far from their day, all come out sorted and whole', async () => {
  const all = DAYS.flatMap(linesOf);
  const shuffledDays = fc
    .shuffledSubarray(DAYS, { minLength: DAYS.length })
    .map((days) => days.flatMap((day) => linesOf(day, DAYS.indexOf(day))));
  const someMoved = fc
    .array(fc.tuple(fc.nat(all.length - 1), fc.nat(all.length - 1)), { maxLength: 4 })
    .map((moves) => {
      const lines = [...all];
      for (const [at, to] of moves) lines.splice(to, 0, ...lines.splice(at, 1));
      return lines;
    });
  const repeated = fc.nat(all.length - 1).map((at) => [...all, all[at] ?? '']);
  await fc.assert(
    fc.asyncProperty(fc.oneof(shuffledDays, someMoved, repeated), async (lines) => {
      const monthly = await sourceOf(lake.folder, AGG, '2025-07', lines);
      const { built } = await lake.build(orderOf(lake.folder, AGG, [monthly], DAYS));
      expect(built.map(({ period, rows }) => [period, rows])).toEqual(DAYS.map((day) => [day, ROWS]));
      expect(built.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(lines.length - all.length);
      for (const [index, { path }] of built.entries()) {
        const rows = await readByHyparquet(join(lake.root, path));
        expect(rows.map(({ agg_trade_id: id }) => Number(id))).toEqual(idsOf(index));
      }
    }),
    { numRuns: 12 },
  );
});

test('a month of candles is sorted, whatever the order of days in its file', async () => {
  const lines = DAYS.toReversed().flatMap((day) => candles(day, ALL_HOURS));
  const monthly = await sourceOf(lake.folder, HOURS, '2025-07', lines);
  const { built } = await lake.build(orderOf(lake.folder, HOURS, [monthly], ['2025-07']));
  const rows = await readByHyparquet(join(lake.root, built[0]?.path ?? ''));
  const times = rows.map(({ open_time: time }) => Number(time));
  expect(times).toHaveLength(DAYS.length * 24);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test('each day is taken again once it turns out to be incomplete, and only it', async () => {
  const [first = '', second = '', third = ''] = DAYS;
  const lines = [first, second, third].flatMap(linesOf);
  // A row of the first day stands at the end of the file.
  const moved = [...lines.slice(1), lines[0] ?? ''];
  const monthly = await sourceOf(lake.folder, AGG, '2025-07', moved);
  const daily = await sourceOf(lake.folder, AGG, first, linesOf(first, 0));
  const { built } = await lake.build(orderOf(lake.folder, AGG, [monthly, daily], [first, second, third]));
  expect(built.map(({ rows }) => rows)).toEqual([ROWS, ROWS, ROWS]);
  // The daily file agrees with the whole day, not with what came of it at first.
  expect(built[0]?.days).toEqual([{ first, last: first, source: monthly.key, rule: null }]);
  expect(built[0]?.findings.map(({ rule }) => rule)).not.toContain('monthly_short');
});
