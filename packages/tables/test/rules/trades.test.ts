import { describe, expect, test } from 'vitest';
import { aggTrades, at, DAY, findingsIn, HOUR, type MadeRow, MINUTE, shortOf, trades } from './made-rows.ts';

const START = at('2026-05-08');
const SECOND = 1e6;
const AGG = { dataType: 'aggTrades', market: 'futures_cm', period: '2026-05-08' };
const TRADES = { dataType: 'trades', market: 'spot', period: '2026-05-08' };
const UM = { ...TRADES, market: 'futures_um' };
/** One row in 10 s fills a day with 8,640. */
const PAUSE = 10 * SECOND;
const agg = aggTrades(START, 8640, PAUSE);
const single = trades(START, 8640, PAUSE);

describe('files that keep all rules', () => {
  test.each([
    ['aggregated trades of a day', AGG, agg],
    ['trades of a day', TRADES, single],
    ['trades of a month', { ...TRADES, period: '2026-05' }, trades(at('2026-05-01'), 31 * 288, 5 * MINUTE)],
    ['three trades of a day', TRADES, trades(START + 3 * HOUR, 3, 5 * HOUR)],
    ['one trade', TRADES, trades(START + 3 * HOUR, 1, 0)],
    [
      'seven trades of a month, days without any',
      { ...TRADES, period: '2026-05' },
      trades(START, 7, 60 * HOUR),
    ],
  ])('%s', (_, file, rows) => {
    expect(findingsIn(file, rows).filter(({ rule }) => rule !== 'starts_late')).toEqual([]);
  });

  test('quote quantities are rounded or cut to the decimals that they have', () => {
    const rows = trades(START, 8640, PAUSE).map((row, position) => {
      const scale = 10 ** (2 + (position % 4));
      const product = (row.price ?? 0) * (row.qty ?? 0) * scale;
      return { ...row, quote_qty: (position % 3 === 0 ? Math.floor(product) : Math.round(product)) / scale };
    });
    expect(findingsIn(UM, rows)).toEqual([]);
  });

  test('trades of futures_cm have a base quantity', () => {
    const rows = single.map(({ quote_qty: _, ...row }) => ({ ...row, base_qty: 0.001 }));
    expect(findingsIn({ ...TRADES, market: 'futures_cm' }, rows)).toEqual([]);
  });
});

describe('holes in ids', () => {
  test.each([2 ** 53 - 1, 2 ** 63, -(2 ** 63)])(
    'a broken id (%d) leaves out no more than sums can hold',
    (id) => {
      const found = findingsIn(TRADES, [...single, ...single.slice(-1).map((row) => ({ ...row, id }))]);
      expect(found.filter(({ rule }) => rule === 'id_hole').map(({ count }) => count)).toEqual([1e12]);
    },
  );

  test.each(['spot', 'futures_um', 'futures_cm'])('one id of aggTrades on %s is a gap (#190)', (market) => {
    const found = findingsIn(
      { ...AGG, market },
      agg.filter((_, position) => position !== 100),
    );
    const holes = found.filter(({ rule }) => rule === 'id_hole');
    expect(holes).toEqual([
      {
        rule: 'id_hole',
        severity: 'gap',
        day: '2026-05-08',
        source: 'the/file.zip',
        first: START + 99 * PAUSE,
        last: START + 101 * PAUSE,
        count: 1,
        sample: 'id 600',
      },
    ]);
  });

  test('single trades that lack on futures_um are a note (#363), a run of them is a gap, and so is one on spot', () => {
    const rows = single.filter(
      (_, position) => position !== 100 && position !== 300 && !(position > 4000 && position < 4100),
    );
    expect(shortOf(findingsIn(UM, rows))).toEqual([
      '2026-05-08 id_hole gap 99',
      '2026-05-08 id_hole_small note 2',
    ]);
    expect(shortOf(findingsIn(TRADES, rows))).toEqual([
      '2026-05-08 id_hole gap 1',
      '2026-05-08 id_hole gap 1',
      '2026-05-08 id_hole gap 99',
    ]);
  });

  test('a whole day that a month lacks is a gap, besides its ids (#140 #161)', () => {
    const month = trades(at('2026-05-01'), 31 * 288, 5 * MINUTE);
    const rows = month.filter(({ time = 0 }) => time < START || time >= START + DAY);
    expect(shortOf(findingsIn({ ...UM, period: '2026-05' }, rows))).toEqual([
      '2026-05-07 id_hole gap 288',
      '2026-05-08 day_missing gap 1',
    ]);
  });

  test('days at the end of a month', () => {
    const rows = trades(at('2026-05-01'), 29 * 288, 5 * MINUTE);
    expect(shortOf(findingsIn({ ...TRADES, period: '2026-05' }, rows))).toEqual([
      '2026-05-30 day_missing gap 1',
      '2026-05-31 day_missing gap 1',
    ]);
  });

  test('two interleaved streams (#293), and rows that are repeated in runs (#203), have no holes', () => {
    const interleaved = agg.flatMap((_, position) => {
      const [one, other] = [agg[position], agg[position - 500]];
      const pair = [
        position % 2 === 0 ? one : undefined,
        position >= 500 && position % 2 === 1 ? other : undefined,
      ];
      return pair.filter((row): row is MadeRow => row !== undefined);
    });
    const rest = agg.filter((row) => !interleaved.includes(row));
    expect(findingsIn(AGG, [...interleaved, ...rest])).toEqual([]);
    expect(findingsIn(AGG, [...agg.slice(0, 700), ...agg.slice(600)])).toEqual([]);
  });
});

describe('ids of single trades in aggTrades', () => {
  test('two rows with one id and other trades are both in the chain (#353)', () => {
    const twice = agg.flatMap((row, position) => {
      if (position < 50) return [row];
      const moved = {
        ...row,
        first_trade_id: (row.first_trade_id ?? 0) + 1,
        last_trade_id: (row.last_trade_id ?? 0) + 1,
      };
      const before = { ...row, last_trade_id: row.first_trade_id ?? 0 };
      return position === 50 ? [before, { ...moved, last_trade_id: moved.last_trade_id }] : [moved];
    });
    expect(findingsIn(AGG, twice)).toEqual([]);
  });

  test('a few that are missing are a note on futures_um (#378) and a gap elsewhere', () => {
    const shifted = (by: number): MadeRow[] =>
      agg.map((row, position) =>
        position < 100
          ? row
          : {
              ...row,
              first_trade_id: (row.first_trade_id ?? 0) + by,
              last_trade_id: (row.last_trade_id ?? 0) + by,
            },
      );
    expect(shortOf(findingsIn({ ...AGG, market: 'futures_um' }, shifted(3)))).toEqual([
      '2026-05-08 trade_id_hole_small note 3',
    ]);
    expect(shortOf(findingsIn({ ...AGG, market: 'futures_um' }, shifted(30)))).toEqual([
      '2026-05-08 trade_id_hole gap 30',
    ]);
    expect(findingsIn(AGG, shifted(3))[0]).toMatchObject({
      rule: 'trade_id_hole',
      sample: 'trade ids 1200 to 1202',
    });
  });

  test('a row that begins within the one before it is an error', () => {
    const rows = agg.map((row, position) => (position === 9 ? { ...row, first_trade_id: 1017 } : row));
    expect(shortOf(findingsIn(AGG, rows))).toEqual(['2026-05-08 trade_id_order error 1']);
  });
});
