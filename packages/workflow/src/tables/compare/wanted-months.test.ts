import { addDays, formatSeries, knownSeries, monthOf } from '@tapehaul/archive';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WantedMonths } from './wanted-months.ts';

const seriesOf = (symbol: string, dataType = 'klines') => {
  const interval = dataType === 'klines' ? '1h' : null;
  const series = knownSeries({ market: 'futures_um', dataType, symbol, interval });
  if (series === undefined) throw new RangeError(symbol);
  return series;
};

test('every day that was added comes back once, by series and month, in order', () => {
  const added = fc.record({
    symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
    day: fc.integer({ min: 0, max: 90 }).map((days) => addDays('2024-01-15', days)),
    rule: fc.constantFrom(undefined, 'missing_rows', 'day_missing'),
  });
  fc.assert(
    fc.property(fc.array(added), (all) => {
      const wanted = new WantedMonths();
      for (const { symbol, day, rule } of all) wanted.add(seriesOf(symbol), [day], rule);
      const months = [...wanted.inOrder()];
      const names = months.map(({ series, period }) => `${formatSeries(series)} ${period}`);
      expect(names).toEqual([...new Set(names)].sort());
      const days = months.flatMap((month) => month.days.map((day) => `${month.series.symbol} ${day}`));
      expect(days).toEqual([...new Set(all.map(({ symbol, day }) => `${symbol} ${day}`))].sort());
      for (const { series, period, days: own, rules } of months) {
        expect(own.every((day) => monthOf(day) === period)).toBe(true);
        const of = all.filter(({ symbol, day }) => symbol === series.symbol && monthOf(day) === period);
        expect(rules).toEqual([...new Set(of.flatMap(({ rule }) => rule ?? []))].sort());
      }
      expect(wanted.isEmpty).toBe(all.length === 0);
    }),
  );
});

test('a series without daily files is left out, and a broken month says so', () => {
  const wanted = new WantedMonths();
  wanted.add(seriesOf('BTCUSDT', 'fundingRate'), ['2024-03-01']);
  wanted.addBroken(seriesOf('BTCUSDT', 'fundingRate'), '2024-03', ['2024-03-01']);
  expect(wanted.isEmpty).toBe(true);
  wanted.addBroken(seriesOf('BTCUSDT'), '2024-03', ['2024-03-01', '2024-03-31']);
  expect([...wanted.inOrder()]).toMatchObject([
    { period: '2024-03', days: ['2024-03-01', '2024-03-31'], rules: ['source_broken'], isBroken: true },
  ]);
});
