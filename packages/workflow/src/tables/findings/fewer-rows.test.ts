import { expect, test } from 'vitest';
import { fewerRows } from './fewer-rows.ts';

const source = (key: string, sha256: string, rows: number) => ({ key, sha256, rows });
const MONTHLY = 'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07.zip';
const DAILY = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-02.zip';
const before = { rows: 744, sources: [source(MONTHLY, 'a', 720), source(DAILY, 'b', 24)] };

test('a partition that has as many rows as before, or was not built before, has no finding', () => {
  const now = { period: '2025-07', rows: 744, sources: [source(MONTHLY, 'c', 744)] };
  expect(fewerRows(before, now)).toBeUndefined();
  expect(fewerRows(undefined, { ...now, rows: 0 })).toBeUndefined();
});

test.each([
  ['was replaced', [source(MONTHLY, 'c', 700), source(DAILY, 'b', 24)], MONTHLY],
  ['takes no part any more', [source(MONTHLY, 'a', 720)], DAILY],
])('a file that %s is named, with how many rows are gone', (what, sources, key) => {
  const rows = sources.reduce((sum, { rows: of }) => sum + of, 0);
  expect(fewerRows(before, { period: '2025-07', rows, sources })).toMatchObject({
    ...{ rule: 'fewer_rows', day: '2025-07-01', source: key, count: 744 - rows },
    sample: `${rows} rows; before, it had 744 rows; ${key} ${what}`,
  });
});

test('where all files are as they were, rows are gone all the same, on the day of the partition', () => {
  const now = { period: '2025-07-02', rows: 1, sources: before.sources };
  expect(fewerRows(before, now)).toMatchObject({ day: '2025-07-02', source: null, count: 743 });
});
