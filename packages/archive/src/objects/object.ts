import type { CandleType, DataType, PlainType } from '../data-types.ts';
import type { Market } from '../spec/markets.ts';
import type { Interval } from '../time/intervals.ts';
import type { Partition } from '../time/periods.ts';

/** A series with candles: market × type × symbol × interval. */
export interface CandleSeries {
  readonly market: Market;
  readonly dataType: CandleType;
  readonly symbol: string;
  readonly interval: Interval;
}

/** A series without an interval: market × type × symbol. */
export interface PlainSeries {
  readonly market: Market;
  readonly dataType: PlainType;
  readonly symbol: string;
  readonly interval: null;
}

/** What one chain of files in the archive describes. */
export type Series = CandleSeries | PlainSeries;

/**
 * The named parts of a series, or of all series of a candle type that differ in the interval alone, when the interval
 * is null.
 */
export interface SeriesId {
  readonly market: Market;
  readonly dataType: DataType;
  readonly symbol: string;
  readonly interval: Interval | null;
}

/** One zip in the archive: a series and the period that the file covers. */
export type ArchiveObject = Series & {
  readonly partition: Partition;
  /** `2025-07-01` for a daily object, `2025-07` for a monthly one; UTC. */
  readonly period: string;
};
