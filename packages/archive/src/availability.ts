import type { DataType } from './data-types.ts';
import { INTERVALS, type Interval } from './intervals.ts';
import type { Market } from './markets.ts';
import type { Partition } from './periods.ts';

/** `live`: still published. `ended`: no new files, old ones stay. `removed`: old files are gone too. */
export type AvailabilityState = 'live' | 'ended' | 'removed';

/** What the archive holds of one market × type × partition (and intervals), from when to when, and who saw it. */
export interface Availability {
  readonly market: Market;
  readonly dataType: DataType;
  readonly partition: Partition;
  /** Intervals that this row speaks of; null for types without one. */
  readonly intervals: readonly Interval[] | null;
  /** First day with data, for a symbol as old as the market; UTC. */
  readonly from: string;
  /** Last day with data; null while files still come. */
  readonly to: string | null;
  readonly state: AvailabilityState;
  /** Days after a period is due from which its absence is no mere delay, where that is not the usual number. */
  readonly lateAfterDays?: number;
  /** H: two independent observations or an official file. M: one good one. L: inferred or contested. */
  readonly confidence: 'H' | 'M' | 'L';
  /** Where the row comes from; `#n` is an issue of binance/binance-public-data. */
  readonly evidence: string;
}

const SECONDS_TO_DAY = INTERVALS.slice(0, INTERVALS.indexOf('1d') + 1);
const MINUTES_TO_DAY = SECONDS_TO_DAY.filter((interval) => interval !== '1s');
const ALL_BUT_SECONDS = INTERVALS.filter((interval) => interval !== '1s');

type Facts = Pick<Availability, 'from' | 'confidence' | 'evidence'> &
  Partial<Pick<Availability, 'to' | 'state' | 'lateAfterDays'>>;

function row(
  market: Market,
  dataType: DataType,
  partition: Partition,
  intervals: readonly Interval[] | null,
  facts: Facts,
): Availability {
  const to = facts.to ?? null;
  return { market, dataType, partition, intervals, to, state: to === null ? 'live' : 'ended', ...facts };
}

/** Both partitions of a type that has days and months; the first month may be a later one than the first day's. */
function both(market: Market, dataType: DataType, facts: Facts, firstMonth = facts.from): Availability[] {
  const monthly = { ...facts, from: firstMonth };
  return [row(market, dataType, 'daily', null, facts), row(market, dataType, 'monthly', null, monthly)];
}

function futuresCandles(
  market: 'futures_um' | 'futures_cm',
  dataType: DataType,
  facts: Facts,
  firstMonth = facts.from,
): Availability[] {
  const monthly = { ...facts, from: firstMonth };
  const evidence = 'support for long intervals ended, use 1d (#443 #373)';
  const ended = (to: string): Facts => ({ ...monthly, to, confidence: 'M', evidence });
  return [
    row(market, dataType, 'daily', MINUTES_TO_DAY, facts),
    row(market, dataType, 'monthly', MINUTES_TO_DAY, monthly),
    row(market, dataType, 'monthly', ['3d'], ended('2024-01-31')),
    row(market, dataType, 'monthly', ['1w', '1mo'], ended('2024-02-29')),
  ];
}

/**
 * What the archive is known to hold; every combination that no row names has never existed. First dates are
 * those of the oldest symbols: younger ones begin later. The daily folders of 3d, 1w and 1mo in futures are
 * left out: they stopped in 2023 and hold files at dates of their own, not one a day.
 */
export const AVAILABILITY: readonly Availability[] = [
  row('spot', 'klines', 'daily', SECONDS_TO_DAY, {
    from: '2017-08-17',
    confidence: 'H',
    evidence: 'public audit 2026-08, #405',
  }),
  row('spot', 'klines', 'monthly', SECONDS_TO_DAY, {
    from: '2017-08-17',
    confidence: 'H',
    evidence: '#241, public audit 2026-08',
  }),
  row('spot', 'klines', 'monthly', ALL_BUT_SECONDS.slice(-3), {
    from: '2017-08-17',
    lateAfterDays: 240,
    confidence: 'H',
    evidence: '#438; by month only, and months late: in 2026-09 the newest 1w was of 2026-04',
  }),
  ...both('spot', 'aggTrades', {
    from: '2017-07-14',
    confidence: 'H',
    evidence: 'binance-public-data updates',
  }),
  ...both('spot', 'trades', { from: '2017-08-17', confidence: 'H', evidence: 'public audit 2026-08' }),

  ...futuresCandles(
    'futures_um',
    'klines',
    {
      from: '2019-12-31',
      confidence: 'H',
      evidence: 'freqtrade loader, public decision record 2026-10',
    },
    '2020-01-01',
  ),
  ...both(
    'futures_um',
    'aggTrades',
    {
      from: '2019-12-31',
      confidence: 'M',
      evidence: 'public decision record 2026-10',
    },
    '2020-01-01',
  ),
  ...both('futures_um', 'trades', { from: '2019-09-08', confidence: 'M', evidence: 'public audit 2026-08' }),
  row('futures_um', 'fundingRate', 'monthly', null, {
    from: '2020-01-01',
    confidence: 'H',
    evidence: 'lostleaf/binance_datatool, public audit 2026-08',
  }),
  row('futures_um', 'metrics', 'daily', null, {
    from: '2020-09-01',
    confidence: 'H',
    evidence: 'public audit 2026-08',
  }),
  row('futures_um', 'bookDepth', 'daily', null, {
    from: '2023-01-01',
    confidence: 'H',
    evidence: '#437 #447, public audit 2026-08',
  }),
  row('futures_um', 'bookTicker', 'daily', null, {
    from: '2023-05-16',
    to: '2024-03-30',
    confidence: 'H',
    evidence: '#334 #380',
  }),
  row('futures_um', 'bookTicker', 'monthly', null, {
    from: '2023-05-16',
    to: '2024-04-01',
    confidence: 'H',
    evidence: '#334 #380; 2024-04 holds only its first hours',
  }),
  ...(['markPriceKlines', 'indexPriceKlines', 'premiumIndexKlines'] as const).flatMap((type) =>
    futuresCandles('futures_um', type, { from: '2020-01-01', confidence: 'H', evidence: '#335 #483 #484' }),
  ),
  row('futures_um', 'liquidationSnapshot', 'daily', null, {
    from: '2023-06-25',
    to: '2024-03-31',
    state: 'removed',
    confidence: 'H',
    evidence: '#337 #361 #420; the prefix now lists no keys',
  }),

  ...futuresCandles('futures_cm', 'klines', { from: '2020-08-11', confidence: 'H', evidence: '#227' }),
  ...both('futures_cm', 'aggTrades', { from: '2020-08-11', confidence: 'H', evidence: '#227' }),
  ...both('futures_cm', 'trades', { from: '2020-08-11', confidence: 'H', evidence: '#227' }),
  row('futures_cm', 'fundingRate', 'monthly', null, {
    from: '2020-08-11',
    confidence: 'M',
    evidence: 'lostleaf/binance_datatool; first month inferred from the contracts',
  }),
  row('futures_cm', 'metrics', 'daily', null, {
    from: '2020-09-01',
    confidence: 'L',
    evidence: 'seen 2023-06; first day inferred from futures_um',
  }),
  row('futures_cm', 'bookDepth', 'daily', null, {
    from: '2023-01-01',
    confidence: 'L',
    evidence: 'observed; first day inferred from futures_um',
  }),
  ...both('futures_cm', 'bookTicker', {
    from: '2023-05-16',
    to: '2024-10-14',
    confidence: 'M',
    evidence: '#380',
  }),
  ...(['markPriceKlines', 'indexPriceKlines', 'premiumIndexKlines'] as const).flatMap((type) =>
    futuresCandles('futures_cm', type, {
      from: '2020-08-11',
      confidence: 'H',
      evidence: 'lostleaf/binance_datatool; #267',
    }),
  ),
  row('futures_cm', 'liquidationSnapshot', 'daily', null, {
    from: '2023-06-25',
    to: '2024-10-14',
    confidence: 'H',
    evidence: '#361, public audit 2026-08: 118 symbols, six days missing for BTC',
  }),

  row('options', 'BVOLIndex', 'daily', null, {
    from: '2023-06-20',
    confidence: 'H',
    evidence: 'public audit 2026-08; 26 days missing (#370 #499)',
  }),
  row('options', 'EOHSummary', 'daily', null, {
    from: '2023-05-18',
    to: '2023-10-23',
    confidence: 'H',
    evidence: 'public audit 2026-08; 147 files of 159 days',
  }),
];

/** The row that speaks of a market, type, partition and interval (null for types without one), if any. */
export function availabilityOf(
  market: Market,
  dataType: DataType,
  partition: Partition,
  interval: Interval | null,
  rows: readonly Availability[] = AVAILABILITY,
): Availability | undefined {
  return rows.find(
    (candidate) =>
      candidate.market === market &&
      candidate.dataType === dataType &&
      candidate.partition === partition &&
      (interval === null ? candidate.intervals === null : candidate.intervals?.includes(interval) === true),
  );
}
