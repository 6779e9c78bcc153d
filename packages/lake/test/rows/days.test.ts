import { describe, expect, test } from 'vitest';
import { columnOf, found, linesOf, readCsv } from './zip-of.ts';

const MONTH = '2025-07';
const HOUR = 3_600_000;
const TRADES = {
  series: { market: 'futures_um', dataType: 'trades', symbol: 'BTCUSDT', interval: null },
  numbers: 'double',
} as const;

/** A trade, by the hours since the month began. */
function trade(id: number, hours: number, price = 100): string {
  return `${id},${price},2,${price * 2},${Date.UTC(2025, 6) + hours * HOUR},true\n`;
}

async function daysOf(
  rows: readonly string[],
  options: { wanted?: ReadonlySet<string>; mostRows?: number } = {},
) {
  const { days, report } = await readCsv(rows.join(''), MONTH, { ...TRADES, ...options });
  const ids = days.map(({ day, rows: of }) => `${day}: ${columnOf(of, 'id').join(' ')}`);
  return { ids, days, report, found: found(report) };
}

describe('days', () => {
  test('are cut at midnight UTC and come in order', async () => {
    const { ids, report } = await daysOf([
      trade(1, 0),
      trade(2, 23.9999),
      trade(3, 24),
      trade(4, 49),
      trade(5, 719),
    ]);
    expect(ids).toEqual(['2025-07-01: 1 2', '2025-07-02: 3', '2025-07-03: 4', '2025-07-30: 5']);
    expect(report).toMatchObject({ rows: 5, late: [], findings: [] });
  });

  test('take rows that are late by less than an hour', async () => {
    const {
      ids,
      report,
      found: findings,
    } = await daysOf([trade(1, 23), trade(3, 24.9), trade(2, 23.5), trade(4, 26)]);
    expect(ids).toEqual(['2025-07-01: 1 2', '2025-07-02: 3 4']);
    expect(report.late).toEqual([]);
    expect(findings).toEqual(['2025-07-01 disorder 1']);
  });

  test('of which rows come later still are late, and whole in a further pass', async () => {
    const rows = [trade(1, 1), trade(3, 26), trade(4, 50), trade(2, 2), trade(2, 2), trade(5, 74)];
    const { report, found: findings } = await daysOf(rows);
    expect(report.late).toEqual(['2025-07-01']);
    expect(findings).toEqual(['2025-07-01 disorder 1']);
    const again = await daysOf(rows, { wanted: new Set(report.late) });
    expect(again.ids).toEqual(['2025-07-01: 1 2']);
    expect(again.report).toMatchObject({ rows: 6, late: [] });
    expect(again.found).toContain('2025-07-01 duplicate_rows 1');
  });

  test('of a shuffled file are whole after as many passes as there are days', async () => {
    const rows = Array.from({ length: 120 }, (_, at) => trade((at * 77) % 120, ((at * 77) % 120) * 2));
    const whole = new Map<string, string>();
    let wanted: ReadonlySet<string> | undefined;
    for (let pass = 0; pass < 10 && (wanted === undefined || wanted.size > 0); pass++) {
      const { ids, report } = await daysOf(rows, { mostRows: 30, ...(wanted && { wanted }) });
      for (const day of ids) if (!report.late.includes(day.slice(0, 10))) whole.set(day.slice(0, 10), day);
      wanted = new Set(report.late);
    }
    expect(wanted?.size).toBe(0);
    expect(whole.size).toBe(10);
    expect(whole.get('2025-07-02')).toBe('2025-07-02: 12 13 14 15 16 17 18 19 20 21 22 23');
  });

  test('beyond the room are left to a further pass, the latest first', async () => {
    const { ids, report } = await daysOf(
      [trade(5, 50), trade(3, 25), trade(4, 26), trade(1, 1), trade(2, 2)],
      {
        mostRows: 3,
      },
    );
    expect(report.late).toEqual(['2025-07-02', '2025-07-03']);
    expect(ids.at(-1)).toBe('2025-07-01: 1 2');
  });

  test('outside of the period are kept and reported, and make no day complete', async () => {
    const {
      ids,
      report,
      found: findings,
    } = await daysOf([trade(1, -1), trade(2, 1), trade(9, 8_000), trade(3, 2)]);
    expect(ids).toEqual(['2025-06-30: 1', '2025-07-01: 2 3', '2026-05-30: 9']);
    expect(findings).toEqual(['2025-06-30 stray 1', '2025-07-01 disorder 1', '2026-05-30 stray 1']);
    expect(report.late).toEqual([]);
  });

  test('of more strays than a file can have are left to further passes', async () => {
    const rows = Array.from({ length: 100 }, (_, day) => trade(day, 1_000 + day * 24));
    const { ids, report } = await daysOf(rows);
    expect(ids.length + report.late.length).toBe(100);
    expect(ids.length).toBe(64);
  });
});

describe('rows of a day', () => {
  test('are sorted by key, and exact duplicates are dropped', async () => {
    const rows = [trade(3, 3), trade(1, 1), trade(2, 2), trade(1, 1), trade(1, 1)];
    const { ids, days, report, found: findings } = await daysOf(rows);
    expect(ids).toEqual(['2025-07-01: 1 2 3']);
    expect(days[0]).toMatchObject({ duplicates: 2, conflicts: 0 });
    expect(findings.toSorted()).toEqual(['2025-07-01 disorder 2', '2025-07-01 duplicate_rows 2']);
    expect(report.findings.find(({ rule }) => rule === 'duplicate_rows')?.sample).toContain('1,100,2,200');
  });

  test('of one key with other values are kept, in an order that does not depend on the file', async () => {
    const rows = [trade(1, 1, 101), trade(1, 1, 100), trade(2, 2)];
    const { days, found: findings } = await daysOf(rows);
    expect(days[0]).toMatchObject({ duplicates: 0, conflicts: 1 });
    expect(findings).toEqual(['2025-07-01 key_conflict 1']);
    const turned = await daysOf(rows.toReversed());
    expect(linesOf(turned.days[0]?.rows ?? expect.fail())).toEqual(linesOf(days[0]?.rows ?? expect.fail()));
  });

  test('without a key are sorted and compared by all their columns', async () => {
    const series = {
      market: 'futures_um',
      dataType: 'liquidationSnapshot',
      symbol: 'BTCUSDT',
      interval: null,
    };
    const time = Date.UTC(2023, 6, 1);
    const row = (side: string) => `${time},${side},LIMIT,IOC,1,2,3,FILLED,1,1\n`;
    const csv = [row('SELL'), row('BUY'), row('SELL')].join('');
    const { days, report } = await readCsv(csv, '2023-07-01', { series, numbers: 'decimal' });
    expect(columnOf(days[0]?.rows ?? expect.fail(), 'side')).toEqual(['BUY', 'SELL']);
    expect(found(report).toSorted()).toEqual(['2023-07-01 disorder 1', '2023-07-01 duplicate_rows 1']);
  });
});

test('a checker gets every row of the file in its order', async () => {
  const seen: number[][] = [];
  const checker = { row: (values: Float64Array) => seen.push([...values]), end: () => [] };
  const csv = [trade(2, 1), trade(1, 30)].join('');
  await readCsv(csv, MONTH, {
    ...TRADES,
    checker: { ...checker, row: (values) => void checker.row(values) },
  });
  const time = Date.UTC(2025, 6) * 1_000;
  const { NaN: none } = Number;
  expect(seen).toEqual([
    [2, 100, 2, 200, none, time + HOUR * 1_000, 1, none],
    [1, 100, 2, 200, none, time + 30 * HOUR * 1_000, 1, none],
  ]);
});
