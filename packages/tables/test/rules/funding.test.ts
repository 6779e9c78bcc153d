import { describe, expect, test } from 'vitest';
import { at, findingsIn, HOUR, type MadeRow, shortOf } from './made-rows.ts';

describe('funding rates', () => {
  const FILE = { dataType: 'fundingRate', market: 'futures_um', period: '2026-04' };
  const rates = (hours: number, count = (30 * 24) / hours): MadeRow[] =>
    Array.from({ length: count }, (_, position) => ({
      calc_time: at('2026-04-01') + position * hours * HOUR + (position % 8) * 1000,
      funding_interval_hours: hours,
      last_funding_rate: 0.0001,
    }));

  test('90 rows of eight hours with some milliseconds of jitter keep all rules', () => {
    expect(findingsIn(FILE, rates(8))).toEqual([]);
  });

  test('other intervals are a note, and the rows of a day are expected by them', () => {
    expect(shortOf(findingsIn(FILE, rates(4))).slice(0, 2)).toEqual([
      '2026-04-01 funding_interval note 6',
      '2026-04-02 funding_interval note 6',
    ]);
    expect(new Set(findingsIn(FILE, rates(1)).map(({ rule }) => rule))).toEqual(
      new Set(['funding_interval']),
    );
  });

  test('a change of the interval is a note, and no row is missing', () => {
    const [before, after] = [rates(8).slice(0, 45), rates(4).slice(90)];
    const found = findingsIn(FILE, [...before, ...after]);
    expect(new Set(found.map(({ rule }) => rule))).toEqual(new Set(['funding_interval']));
    expect(found[0]).toMatchObject({ day: '2026-04-16', count: 6 });
  });

  test('rows that are missing in the middle and at the end', () => {
    const rows = rates(8).filter((_, position) => position !== 10 && position !== 11 && position < 87);
    expect(shortOf(findingsIn(FILE, rows))).toEqual([
      '2026-04-04 missing_rows gap 2',
      '2026-04-30 missing_rows gap 3',
    ]);
  });

  test('a symbol that is listed in the month, and a row that comes early', () => {
    const rows = rates(8).slice(30);
    expect(shortOf(findingsIn(FILE, rows))).toEqual(['2026-04-01 starts_late note 10']);
    const early = rows.flatMap((row, position) =>
      position === 3 ? [row, { ...row, calc_time: (row.calc_time ?? 0) + HOUR }] : [row],
    );
    expect(shortOf(findingsIn(FILE, early))).toContain('2026-04-12 funding_step note 2');
  });

  test.each([Number.NaN, 0])(
    'a first row on time, with an interval of %s hours, does not start late',
    (hours) => {
      const row = { calc_time: at('2026-04-01'), funding_interval_hours: hours };
      expect(findingsIn(FILE, [row]).map(({ rule }) => rule)).not.toContain('starts_late');
    },
  );
});
