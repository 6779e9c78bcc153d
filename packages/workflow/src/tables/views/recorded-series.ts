import { formatSeries, knownSeries } from '@tapehaul/archive';
import { type CatalogReader, everyPage } from '@tapehaul/catalog';
import { grainOf } from '@tapehaul/tables';
import { type RequestedDays, requestsSeries } from '../../result/days/requested-series.ts';
import type { BuiltSeries } from './built-series.ts';

/**
 * The series of which tables are recorded, in the order of types, markets, symbols and intervals: what `builtSeries` reads from folders, of tables that
 * are in a bucket. The days of the request do not matter.
 */
export async function recordedSeries(
  record: Pick<CatalogReader, 'partitionsOf'>,
  request: RequestedDays,
): Promise<readonly BuiltSeries[]> {
  const found = new Map<string, BuiltSeries>();
  for await (const partitions of everyPage((page) => record.partitionsOf(page))) {
    for (const { series: parts, period } of partitions) {
      const series = knownSeries(parts);
      if (series === undefined || !requestsSeries(request, series)) continue;
      const name = formatSeries(series);
      const { first = period, last = period, partitions: count = 0 } = found.get(name) ?? {};
      found.set(name, {
        series,
        grain: grainOf(series.dataType, series.interval),
        partitions: count + 1,
        first: period < first ? period : first,
        last: period > last ? period : last,
      });
    }
  }
  const types = request.data_types;
  return [...found.values()].sort(
    (one, other) => types.indexOf(one.series.dataType) - types.indexOf(other.series.dataType),
  );
}
