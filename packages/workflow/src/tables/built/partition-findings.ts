import { firstDayOf, formatSeries, isMonth, lastDayOf, monthOf } from '@tapehaul/archive';
import { type CatalogReader, everyPage, everyRow, type PartitionRecord } from '@tapehaul/catalog';
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
    await addFindings(record, ofSeries, counts);
  }
  return new Map([...counts].map(([path, its]) => [path, its.counts()]));
}

/** Adds the findings of partitions of one series. */
async function addFindings(
  record: Pick<CatalogReader, 'findings'>,
  partitions: readonly Pick<PartitionRecord, 'path' | 'series' | 'period'>[],
  counts: Map<string, FindingCounts>,
): Promise<void> {
  const [one, last] = [partitions[0], partitions.at(-1)];
  if (one === undefined || last === undefined) return;
  const { interval, symbol } = one.series;
  const query = {
    ...{ prefix: formatSeries(one.series), symbols: [symbol], limit: 1_000 },
    ...(interval === null ? {} : { interval }),
  };
  const paths = new Set(partitions.map(({ path }) => path));
  // A finding about a file as a whole has a day of its month, one about rows of another period the day of these rows.
  let [from, to] = [firstDayOf(monthIn(one.period)), lastDayOf(monthIn(last.period))];
  const strays = everyRow(everyPage((more) => record.findings({ ...query, rule: 'stray', ...more })));
  for await (const { path, day } of strays) {
    if (!paths.has(path)) continue;
    if (day < from) from = day;
    if (day > to) to = day;
  }
  const findings = everyRow(everyPage((more) => record.findings({ ...query, from, to, ...more })));
  for await (const { path, rule, severity, count } of findings) {
    if (!paths.has(path)) continue;
    const its = counts.get(path) ?? new FindingCounts();
    its.addCount({ rule, severity, findings: 1, count });
    counts.set(path, its);
  }
}

function monthIn(period: string): string {
  return isMonth(period) ? period : monthOf(period);
}
