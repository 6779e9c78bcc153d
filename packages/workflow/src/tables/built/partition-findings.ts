import { firstDayOf, formatSeries, isMonth, lastDayOf, monthOf } from '@tapehaul/archive';
import { type CatalogReader, everyPage, type PartitionRecord } from '@tapehaul/catalog';
import type { FindingCount } from '../../events/table-events.ts';
import { FindingCounts } from '../findings/finding-counts.ts';

/**
 * How many findings of each rule some partitions have, by their paths; a partition without any is left out. Those of a series have to
 * stand together, in the order of periods.
 */
export async function partitionFindings(
  record: Pick<CatalogReader, 'findings'>,
  partitions: readonly Pick<PartitionRecord, 'path' | 'series' | 'period'>[],
): Promise<ReadonlyMap<string, readonly FindingCount[]>> {
  const counts = new Map<string, FindingCounts>();
  for (const ofSeries of Map.groupBy(partitions, ({ series }) => formatSeries(series)).values()) {
    const [first, last] = [ofSeries[0], ofSeries.at(-1)];
    if (first === undefined || last === undefined) continue;
    const { interval, symbol } = first.series;
    const query = {
      prefix: formatSeries(first.series),
      symbols: [symbol],
      ...(interval === null ? {} : { interval }),
      // A finding about a file as a whole has a day of its month.
      from: firstDayOf(monthIn(first.period)),
      to: lastDayOf(monthIn(last.period)),
    };
    const paths = new Set(ofSeries.map(({ path }) => path));
    for await (const page of everyPage((more) => record.findings({ ...query, limit: 1_000, ...more }))) {
      for (const { path, rule, severity, count } of page) {
        if (!paths.has(path)) continue;
        const its = counts.get(path) ?? new FindingCounts();
        its.addCount({ rule, severity, findings: 1, count });
        counts.set(path, its);
      }
    }
  }
  return new Map([...counts].map(([path, its]) => [path, its.counts()]));
}

function monthIn(period: string): string {
  return isMonth(period) ? period : monthOf(period);
}
