import {
  daysBetween,
  firstDayOf,
  isMonth,
  lastDayOf,
  monthOf,
  monthsBetween,
  type SeriesParts,
} from '@tapehaul/archive';
import type { Grain } from '../facts/table-facts.ts';
import { grainOf } from './grain.ts';
import type { TablePartition } from './table-partition.ts';
import { tableSeries } from './table-series.ts';

/** The partition that has the rows of a UTC day. Throws a RangeError when there is no such series. */
export function partitionOf(series: SeriesParts, day: string): TablePartition {
  return { series, period: seriesGrain(series) === 'day' ? day : monthOf(day) };
}

/**
 * The partitions that have rows of the days from the first to the last, both included, in their order; none when the last lies
 * before the first. Throws a RangeError when there is no such series.
 */
export function* partitionsOfSpan(
  series: SeriesParts,
  first: string,
  last: string,
): Generator<TablePartition> {
  const periods = seriesGrain(series) === 'day' ? daysBetween(first, last) : monthsBetween(first, last);
  for (const period of periods) yield { series, period };
}

/** The UTC days of a partition: one, or all of its month. */
export function partitionDays({ period }: TablePartition): readonly string[] {
  return isMonth(period) ? [...daysBetween(firstDayOf(period), lastDayOf(period))] : [period];
}

function seriesGrain(series: SeriesParts): Grain {
  const { dataType, interval } = tableSeries(series);
  return grainOf(dataType, interval);
}
