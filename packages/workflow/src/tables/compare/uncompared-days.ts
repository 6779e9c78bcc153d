import { formatKey, monthOf, type Series } from '@tapehaul/archive';
import type { CatalogReader, PartitionRecord } from '@tapehaul/catalog';
import { partitionOf, partitionPath } from '@tapehaul/tables';

/** Rule of the finding that a partition gets once the archive turned out to lack daily files of it. */
export const DAYS_ABSENT = 'daily_absent';

/** Those of some days of a series whose table was built with a monthly file, and without a daily file of the day. */
export async function uncomparedDays(
  catalog: Pick<CatalogReader, 'findPartition'>,
  series: Series,
  days: readonly string[],
): Promise<readonly string[]> {
  const partitions = new Map<string, PartitionRecord | undefined>();
  const left: string[] = [];
  for (const day of days) {
    const path = partitionPath(partitionOf(series, day));
    if (!partitions.has(path)) partitions.set(path, await catalog.findPartition(path));
    const { sources = [] } = partitions.get(path) ?? {};
    const daily = formatKey({ ...series, partition: 'daily', period: day });
    const isFromMonth = sources.some(({ key }) => key === monthlyKey(series, day));
    if (isFromMonth && sources.every(({ key }) => key !== daily)) left.push(day);
  }
  return left;
}

/** Those of some days of a series whose daily file is not held. */
export async function daysNotHeld(
  catalog: Pick<CatalogReader, 'findAll'>,
  series: Series,
  days: readonly string[],
): Promise<readonly string[]> {
  const keyOf = (day: string): string => formatKey({ ...series, partition: 'daily', period: day });
  const held = await catalog.findAll(days.map(keyOf));
  return days.filter((day) => !held.has(keyOf(day)));
}

/** The key of the monthly file of a day. */
export function monthlyKey(series: Series, day: string): string {
  return formatKey({ ...series, partition: 'monthly', period: monthOf(day) });
}
