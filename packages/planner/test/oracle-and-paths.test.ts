import { isAbsolute, relative, resolve } from 'node:path';
import {
  type Availability,
  addDays,
  DATA_TYPES,
  daysBetween,
  firstDayOf,
  INTERVALS,
  isCandleType,
  lastDayOf,
  MARKETS,
  parseKey,
  type Series,
  symbolMisfit,
} from '@tapehaul/archive';
import { BUILT_IN_MATRIX, checkConfig } from '@tapehaul/config';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, lakehousePath, objectPath, type PlanRequest, plan } from '../src/index.ts';
import { request, today } from './request.ts';

/** The days that an answer covers within the request; of a month those that have no answer of their own. */
function covered(answer: Answer, { date_range }: PlanRequest, all: readonly Answer[]): string[] {
  if (answer.kind === 'verdict') return [...daysBetween(answer.first, answer.last)];
  const { partition, period } = answer.object;
  if (partition === 'daily') return [period];
  const name = seriesOf(answer);
  const isOther = (day: string): boolean =>
    all.some((it) => it.kind === 'verdict' && it.first <= day && it.last >= day && seriesOf(it) === name);
  return [...daysBetween(firstDayOf(period), lastDayOf(period))].filter(
    (day) => day >= date_range.start && day <= date_range.end && !isOther(day),
  );
}

function seriesOf(answer: Answer): string {
  const { market, dataType, symbol, interval } = answer.kind === 'object' ? answer.object : answer.series;
  return [market, dataType, symbol, interval].join(' ');
}

describe('a plan', () => {
  test('covers each day of each series exactly once, whatever the request', () => {
    const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2017-01-01', days));
    const arbitrary = fc.record({
      markets: fc.uniqueArray(fc.constantFrom(...MARKETS), { minLength: 1 }),
      symbols: fc.uniqueArray(fc.constantFrom('BTCUSDT', 'BTCUSD_PERP', 'BTCUSDT_240927', 'BTCUSD'), {
        minLength: 1,
      }),
      data_types: fc.uniqueArray(fc.constantFrom(...DATA_TYPES), { minLength: 1, maxLength: 3 }),
      intervals: fc.uniqueArray(fc.constantFrom(...INTERVALS), { minLength: 1, maxLength: 3 }),
      partition: fc.constantFrom('auto' as const, 'daily' as const, 'monthly' as const),
      date_range: fc
        .tuple(day, fc.nat({ max: 400 }))
        .map(([start, n]) => ({ start, end: addDays(start, n) })),
    });
    fc.assert(
      fc.property(arbitrary, day, (one, now) => {
        const wanted = [...daysBetween(one.date_range.start, one.date_range.end)];
        const bySeries = new Map<string, string[]>();
        const answers = [...plan(one, { today: now })];
        for (const answer of answers) {
          const name = seriesOf(answer);
          bySeries.set(name, [...(bySeries.get(name) ?? []), ...covered(answer, one, answers)]);
          if (answer.kind === 'object') expect(parseKey(answer.key)).toEqual(answer.object);
        }
        for (const days of bySeries.values()) expect(days).toEqual(wanted);
        for (const market of one.markets)
          for (const dataType of one.data_types)
            for (const symbol of one.symbols) {
              const named = [...bySeries.keys()].filter((name) =>
                name.startsWith(`${market} ${dataType} ${symbol} `),
              );
              const whole = named.some((name) => name.endsWith(' '));
              expect(named).toHaveLength(whole || !isCandleType(dataType) ? 1 : one.intervals.length);
            }
      }),
      { numRuns: 200 },
    );
  });
});

/** What one day of a series must be, day by day and without any of the planner's own code. */
function oracle(one: PlanRequest, series: Series, day: string, now: string): string {
  const rows = BUILT_IN_MATRIX.filter(
    (row) =>
      row.market === series.market &&
      row.dataType === series.dataType &&
      (series.interval === null
        ? row.intervals === null
        : row.intervals?.includes(series.interval) === true) &&
      (one.partition === 'auto' || row.partition === one.partition),
  );
  const [, y, m, d] = /_(\d\d)(\d\d)(\d\d)$/.exec(series.symbol) ?? [];
  const delivery = y === undefined ? '9999-12-31' : `20${y}-${m}-${d}`;
  const month = day.slice(0, 7);
  const first = `${month}-01`;
  const last = lastDayOf(month);
  const daily = rows.find((row) => row.partition === 'daily');
  const monthly = rows.find((row) => row.partition === 'monthly');
  const endOf = (row: Availability): string => [row.to ?? '9999-12-31', delivery].sort()[0] ?? '';
  const ended = (row: Availability): string => (endOf(row) === row.to ? 'type_ended' : 'after_last');
  const monthFits = (row: Availability): boolean => last >= row.from && first <= endOf(row);
  if (daily === undefined && monthly === undefined) return 'never_existed';
  if (monthly !== undefined && monthly.state !== 'removed') {
    const whole = first >= one.date_range.start && last <= one.date_range.end;
    const long = addDays(last, 1 + 20) <= now;
    if (daily !== undefined && whole && long && monthFits(monthly) && first >= monthly.from) {
      const end = [endOf(monthly), endOf(daily)].sort().at(-1) ?? '';
      return day > end && first <= end ? ended(daily) : 'monthly';
    }
    if (daily === undefined) {
      // A month counts for its requested days: those may all lie before the type begins or after it has ended.
      if (one.date_range.end < monthly.from || last < monthly.from) return 'before_first';
      if (one.date_range.start > endOf(monthly) || first > endOf(monthly)) return ended(monthly);
      if (addDays(last, 1) <= now) return 'monthly';
      return day > endOf(monthly) ? ended(monthly) : 'not_yet_published';
    }
  }
  if (daily === undefined) return 'never_existed';
  if (daily.state === 'removed') return 'type_ended';
  if (day < daily.from) return 'before_first';
  if (day > endOf(daily)) return ended(daily);
  return day >= now ? 'not_yet_published' : 'daily';
}

describe('an oracle that goes day by day', () => {
  test('agrees with the plan on every day of random requests', () => {
    const day = fc.integer({ min: 0, max: 3_700 }).map((days) => addDays('2017-01-01', days));
    const arbitrary = fc.record({
      markets: fc.constantFrom(...MARKETS).map((market) => [market]),
      symbols: fc
        .constantFrom('BTCUSDT', 'BTCUSD_PERP', 'BTCUSDT_240927', 'BTCBVOLUSDT')
        .map((symbol) => [symbol]),
      data_types: fc.constantFrom(...DATA_TYPES).map((type) => [type]),
      intervals: fc.constantFrom(...INTERVALS).map((interval) => [interval]),
      partition: fc.constantFrom('auto' as const, 'daily' as const, 'monthly' as const),
      date_range: fc
        .tuple(day, fc.nat({ max: 500 }))
        .map(([start, n]) => ({ start, end: addDays(start, n) })),
    });
    let compared = 0;
    fc.assert(
      fc.property(arbitrary, day, (one, now) => {
        const answers = [...plan(one, { today: now })];
        for (const answer of answers) {
          const { market, dataType, symbol, interval } =
            answer.kind === 'object' ? answer.object : answer.series;
          if (symbolMisfit(symbol, market, dataType) !== undefined) continue;
          if (isCandleType(dataType) && interval === null) continue;
          const said = answer.kind === 'object' ? answer.object.partition : answer.verdict;
          const series = { market, dataType, symbol, interval } as Series;
          const days = covered(answer, one, answers);
          compared += days.length;
          const disagreed = days.filter((covers) => oracle(one, series, covers, now) !== said);
          expect(disagreed, `${said} by the plan`).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(10_000);
  });
});

describe('paths', () => {
  test('of any configuration that is accepted stay inside the output directory', () => {
    const symbol = fc.oneof(
      fc.constantFrom('BTCUSDT', '../../ETC', '..', '/ROOT', 'A/../../B', 'C:\\D', '币安人生USDT', 'A\0B'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const input = fc.record({
      markets: fc.constant(['spot', 'futures_um']),
      symbols: fc.array(symbol, { minLength: 1, maxLength: 3 }),
      data_types: fc.constant(['klines', 'trades']),
      intervals: fc.constant(['1h']),
      date_range: fc.constant({ start: '2025-06-30', end: '2025-07-31' }),
      layout: fc.constantFrom('lakehouse', 'archive'),
    });
    let accepted = 0;
    fc.assert(
      fc.property(input, (one) => {
        const { config } = checkConfig(one);
        if (config === undefined) return;
        accepted += 1;
        for (const answer of plan(config, { today })) {
          if (answer.kind !== 'object') continue;
          const path = objectPath(answer.object, config.layout);
          const inside = relative('/out', resolve('/out', path));
          expect(inside).toBe(path);
          expect(inside.startsWith('..') || isAbsolute(inside)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(10);
  });
});

describe('the lakehouse layout', () => {
  test.each([
    [
      'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip',
      'bronze/binance/spot/klines/symbol=BTCUSDT/year=2025/month=07/day=01/BTCUSDT-1h-2025-07-01.zip',
    ],
    [
      'data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2025-07.zip',
      'bronze/binance/futures_um/fundingRate/symbol=BTCUSDT/year=2025/month=07/BTCUSDT-fundingRate-2025-07.zip',
    ],
  ])('puts %s in its place', (key, path) => {
    const object = parseKey(key);
    expect(object === undefined ? undefined : lakehousePath(object)).toBe(path);
  });
});

test('a day that is none is refused, and named', () => {
  expect(() => [...plan(request({}), { today: 'x' })]).toThrow(
    expect.objectContaining({
      code: 'config_invalid',
      problems: [{ path: 'today', message: 'got "x", expected a UTC day as 2026-11-23' }],
    }),
  );
});
