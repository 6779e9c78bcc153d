import {
  addDays,
  DATA_TYPES,
  daysBetween,
  firstDayOf,
  INTERVALS,
  lastDayOf,
  MARKETS,
  monthsBetween,
  type Partition,
  type Series,
} from '@tapehaul/archive';
import { BUILT_IN_MATRIX } from '@tapehaul/config';
import fc from 'fast-check';
import type { RefusableSource, SeriesListing } from '../src/index.ts';

const SYMBOLS = ['BTCUSDT', 'BTCUSD_PERP', 'BTCUSDT_240927', 'BTCUSD', 'BTCBVOLUSDT'];
export const day = fc.integer({ min: 0, max: 3_600 }).map((days) => addDays('2017-01-01', days));
export const request = fc.record({
  markets: fc.uniqueArray(fc.constantFrom(...MARKETS), { minLength: 1, maxLength: 2 }),
  symbols: fc.uniqueArray(fc.constantFrom(...SYMBOLS), { minLength: 1 }),
  data_types: fc.uniqueArray(fc.constantFrom(...DATA_TYPES), { minLength: 1, maxLength: 2 }),
  intervals: fc.uniqueArray(fc.constantFrom(...INTERVALS), { minLength: 1, maxLength: 2 }),
  partition: fc.constantFrom('auto' as const, 'daily' as const, 'monthly' as const),
  date_range: fc.tuple(day, fc.nat({ max: 200 })).map(([start, n]) => ({ start, end: addDays(start, n) })),
});
/** An archive, whose months come when they have closed: when each series begins and ends, and which of its files are missing. */
export const archive = fc.record({
  from: day,
  days: fc.nat({ max: 3_000 }),
  every: fc.integer({ min: 1, max: 40 }),
  hasMonths: fc.boolean(),
  hasDays: fc.boolean(),
});
type Archive = typeof archive extends fc.Arbitrary<infer A> ? A : never;

/** Whether the archive has a file, which only what the matrix knows of can be. */
function has(
  one: Archive,
  { market, dataType, interval }: Series,
  partition: Partition,
  period: string,
): boolean {
  if (partition === 'daily' ? !one.hasDays : !one.hasMonths) return false;
  const [first, last] = partition === 'daily' ? [period, period] : [firstDayOf(period), lastDayOf(period)];
  const row = BUILT_IN_MATRIX.find(
    (it) =>
      it.market === market &&
      it.dataType === dataType &&
      it.partition === partition &&
      it.state !== 'removed' &&
      (interval === null ? it.intervals === null : it.intervals?.includes(interval) === true),
  );
  if (row === undefined || last < row.from || first > (row.to ?? '9999')) return false;
  const isMissing = Number(period.slice(-2)) % one.every === 0 && one.every > 1;
  return first >= one.from && last <= addDays(one.from, one.days) && !isMissing;
}

/** Lists an archive; `isRefused` series are refused. */
export function sourceOf(one: Archive, now: string, isRefused: (series: Series) => boolean): RefusableSource {
  return {
    symbols: async () => SYMBOLS,
    async series(series, partition, first, last) {
      if (isRefused(series)) return 'refused';
      return listingOf(one, now, series, partition, first, last);
    },
  };
}

function listingOf(
  one: Archive,
  now: string,
  series: Series,
  partition: Partition,
  first: string,
  last: string,
): SeriesListing {
  const delivery = /_(\d\d)(\d\d)(\d\d)$/.exec(series.symbol);
  const end = delivery === null ? '9999' : `20${delivery[1]}-${delivery[2]}-${delivery[3]}`;
  const all =
    partition === 'daily'
      ? daysBetween('2016-12-01', '2027-12-31')
      : monthsBetween('2016-12-01', '2027-12-31');
  const there = [...all].filter(
    (period) =>
      (partition === 'daily' ? period : lastDayOf(period)) < now &&
      period <= end &&
      has(one, series, partition, period),
  );
  const info = { size: 1, etag: 'e', lastModified: '2026-01-01T00:00:00Z', sidecarModified: null };
  return {
    objects: new Map(there.filter((it) => it >= first && it <= last).map((it) => [it, info])),
    before: there.some((it) => it < first),
    after: there.some((it) => it > last),
  };
}
