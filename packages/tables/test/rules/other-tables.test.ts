import { describe, expect, test } from 'vitest';
import { at, DAY, findingsIn, HOUR, type MadeRow, MINUTE, shortOf } from './made-rows.ts';

const SECOND = 1e6;

describe('metrics', () => {
  const FILE = { dataType: 'metrics', market: 'futures_um', period: '2026-05-08' };
  const rows: MadeRow[] = Array.from({ length: 288 }, (_, position) => ({
    create_time: at('2026-05-08') + position * 5 * MINUTE,
    sum_open_interest: 76_643.191,
    sum_open_interest_value: 1e9,
  }));

  test('288 rows in any order keep all rules, also from 00:05 to midnight', () => {
    expect(findingsIn(FILE, rows.toReversed())).toEqual([]);
    expect(findingsIn(FILE, [...rows.slice(1, 40), ...rows.slice(20), ...rows.slice(10, 15)])).toEqual([]);
  });

  test('a short day, and open interest of zero between other rows (#484)', () => {
    const faulty = rows
      .slice(0, 280)
      .map((row, position) => (position === 70 || position === 72 ? { ...row, sum_open_interest: 0 } : row));
    const found = findingsIn(FILE, faulty);
    expect(shortOf(found)).toEqual([
      '2026-05-08 missing_rows gap 8',
      '2026-05-08 zero_open_interest error 2',
    ]);
    expect(found[1]).toMatchObject({ first: rows[70]?.create_time, last: rows[72]?.create_time });
  });

  test('a symbol without open interest, blanks, and times off the grid', () => {
    expect(
      findingsIn(
        FILE,
        rows.map((row) => ({ ...row, sum_open_interest: 0 })),
      ),
    ).toEqual([]);
    expect(
      findingsIn(
        FILE,
        rows.map(({ create_time = 0 }) => ({ create_time })),
      ),
    ).toEqual([]);
    const shifted = rows.map((row) => ({ ...row, create_time: (row.create_time ?? 0) + 2 * SECOND }));
    expect(shortOf(findingsIn(FILE, shifted))).toEqual(['2026-05-08 off_grid note 288']);
  });
});

describe('depth of the order book', () => {
  const FILE = { dataType: 'bookDepth', market: 'futures_um', period: '2026-05-08' };
  const TEN = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5];
  const TWELVE = [...TEN.slice(0, 5), -0.2, 0.2, ...TEN.slice(5)];
  const snapshots = (percentages: readonly number[], count = 2880): MadeRow[] =>
    Array.from({ length: count }, (_, position) =>
      percentages.map((percentage) => ({
        timestamp: at('2026-05-08') + position * 30 * SECOND,
        percentage,
        depth: 10 + Math.abs(percentage) * 100,
      })),
    ).flat();

  test.each([TEN, TWELVE])('snapshots of %j keep all rules', (...percentages) => {
    expect(findingsIn(FILE, snapshots(percentages))).toEqual([]);
  });

  test('snapshots with fewer rows, and depth that falls', () => {
    const rows = snapshots(TWELVE).filter(
      (_, position) => position !== 13 && position !== 50 && position !== 51,
    );
    expect(shortOf(findingsIn(FILE, rows))).toEqual(['2026-05-08 snapshot_size gap 1']);
    const falling = snapshots(TWELVE).map((row, position) =>
      position % 240 === 9 ? { ...row, depth: 1 } : row,
    );
    const [found] = findingsIn(FILE, falling);
    expect(found).toMatchObject({
      rule: 'depth_order',
      count: 144,
      sample: 'depth 30 at 0.2 %, depth 1 at 3 %',
    });
  });

  test('two hours of silence, and a day that ends early', () => {
    const rows = snapshots(TEN).filter(({ timestamp = 0 }) => {
      const hour = (timestamp - at('2026-05-08')) / HOUR;
      return (hour < 4 || hour >= 6) && hour < 22;
    });
    expect(shortOf(findingsIn(FILE, rows))).toEqual([
      '2026-05-08 short_day gap 1',
      '2026-05-08 silence note 7230',
    ]);
  });

  test('a file with hundreds of rows at one time causes no error', () => {
    expect(
      shortOf(
        findingsIn(
          FILE,
          snapshots(
            Array.from({ length: 300 }, (_, row) => row + 1),
            1,
          ),
        ),
      ),
    ).toContain('2026-05-08 snapshot_size gap 1');
  });
});

describe('best bids and asks', () => {
  const FILE = { dataType: 'bookTicker', market: 'futures_um', period: '2024-03-01' };
  const rows: MadeRow[] = Array.from({ length: 1440 }, (_, position) => {
    const time = at('2024-03-01') + position * MINUTE;
    return {
      ...{
        update_id: 10 + 3 * position,
        best_bid_price: 100,
        best_bid_qty: 1,
        best_ask_price: 100.1,
        best_ask_qty: 2,
      },
      ...{ transaction_time: time, event_time: time + 5000 },
    };
  });
  const changed = (change: MadeRow): MadeRow[] =>
    rows.map((row, of) => (of === 77 ? { ...row, ...change } : row));

  test('rows of a day keep all rules', () => {
    expect(findingsIn(FILE, rows)).toEqual([]);
  });

  test.each([
    ['a bid at the ask', { best_bid_price: 100.1 }, 'crossed_book error'],
    ['no quantity', { best_ask_qty: 0 }, 'not_positive error'],
    ['an event long before its transaction', { event_time: at('2024-03-01') }, 'event_time note'],
  ])('%s', (_, change, rule) => {
    expect(shortOf(findingsIn(FILE, changed(change)))).toEqual([`2024-03-01 ${rule} 1`]);
  });
});

describe('options and liquidations', () => {
  test('an index each second; a day without its last hour is short', () => {
    const rows = Array.from({ length: 86_400 }, (_, second) => ({
      calc_time: at('2026-05-08') + second * SECOND,
    }));
    const file = { dataType: 'BVOLIndex', market: 'options', period: '2026-05-08' };
    expect(findingsIn(file, rows)).toEqual([]);
    expect(shortOf(findingsIn(file, rows.slice(0, 82_800)))).toEqual(['2026-05-08 short_day gap 1']);
  });

  test('each hour has many rows; hours that are missing are one finding', () => {
    const rows = Array.from({ length: 240 }, (_, row) => ({
      hour_time: at('2023-10-01') + Math.floor(row / 10) * HOUR,
    }));
    const file = { dataType: 'EOHSummary', market: 'options', period: '2023-10-01' };
    expect(findingsIn(file, rows)).toEqual([]);
    const without = rows.filter((_, row) => row < 100 || row >= 130);
    expect(shortOf(findingsIn(file, without))).toEqual(['2023-10-01 missing_rows gap 3']);
  });

  test('liquidations may come at any time', () => {
    const file = { dataType: 'liquidationSnapshot', market: 'futures_cm', period: '2023-10-01' };
    expect(findingsIn(file, [{ time: at('2023-10-01') + DAY / 2 }])).toEqual([]);
  });
});

test.each([
  [{ dataType: 'candles', period: '2025-07' }, /not a data type: candles/],
  [{ dataType: 'trades', period: '2025-7' }, /not a day: 2025-7/],
])('what is no data type or no period is refused: %j', (file, message) => {
  expect(() => findingsIn(file, [])).toThrow(message);
});
