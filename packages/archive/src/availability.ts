import { DATA_TYPE_SPECS, type DataType } from './data-types.ts';
import type { AvailabilityState, Confidence, FilesSpec } from './spec/files.ts';
import { MARKETS, type Market } from './spec/markets.ts';
import type { Interval } from './time/intervals.ts';
import type { Partition } from './time/periods.ts';

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
  readonly confidence: Confidence;
  /** Where the row comes from; `#n` is an issue of binance/binance-public-data. */
  readonly evidence: string;
}

/**
 * What the archive is known to hold, market by market: a row for each partition, and for each group of intervals with
 * dates of its own. Every combination that no row names has never existed. First dates are those of the oldest
 * symbols: younger ones begin later.
 */
export const AVAILABILITY: readonly Availability[] = MARKETS.flatMap((market) =>
  DATA_TYPE_SPECS.flatMap(({ name, markets }) =>
    (markets[market]?.files ?? []).map((files) => row(market, name, files)),
  ),
);

function row(market: Market, dataType: DataType, files: FilesSpec): Availability {
  const { partition, intervals, to, state, ...facts } = files;
  return { market, dataType, partition, intervals, to, state, ...facts };
}

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
