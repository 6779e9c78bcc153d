import { daysBetween, firstDayOf, isDay, lastDayOf, monthOf, type SeriesParts } from '@tapehaul/archive';
import { grainOf } from '@tapehaul/tables';
import type { TableSource } from '../../source/table-source.ts';
import { tableSeries } from './table-series.ts';

/** What of a source says which partitions it covers. */
export type SourcePeriod = Pick<TableSource, 'partition' | 'period'>;

/** A partition, and the sources whose period covers it. */
export interface MonthPartition<Source extends SourcePeriod> {
  /** `2025-07` or `2025-07-01`. */
  readonly period: string;
  /** The monthly file first, then daily ones by day. */
  readonly sources: readonly Source[];
}

/**
 * The partitions that a series has in a month, by the files that are held: the month itself, or each of its days that a file covers.
 * A monthly file covers all days of its month: whether it has rows for each shows only once it is read, and a day without rows is
 * a partition without rows, so that it is not built again each night. Files of other months are left out. Throws a TapehaulError
 * `config_invalid` when no table is made of such a series.
 */
export function monthPartitions<Source extends SourcePeriod>(
  series: SeriesParts,
  month: string,
  sources: readonly Source[],
): readonly MonthPartition<Source>[] {
  const { dataType, interval } = tableSeries(series);
  const monthly = sources.filter(({ partition, period }) => partition === 'monthly' && period === month);
  const dailies = sources
    .filter(({ partition, period }) => partition === 'daily' && isDay(period) && monthOf(period) === month)
    .sort((one, other) => (one.period < other.period ? -1 : 1));
  if (grainOf(dataType, interval) === 'month') {
    const all = [...monthly, ...dailies];
    return all.length === 0 ? [] : [{ period: month, sources: all }];
  }
  const byDay = Map.groupBy(dailies, ({ period }) => period);
  const days = monthly.length > 0 ? [...daysBetween(firstDayOf(month), lastDayOf(month))] : [...byDay.keys()];
  return days.map((period) => ({ period, sources: [...monthly, ...(byDay.get(period) ?? [])] }));
}
