import { monthOf } from '@tapehaul/archive';
import { type MonthReport, monthPartitions } from '@tapehaul/lake';
import { partitionOf, partitionPath } from '@tapehaul/tables';
import type { MonthWork } from './month-work.ts';
import { sourcesOfSeries, type TablePlace } from './series-sources.ts';

/**
 * Partitions that rows of this month's files belong to, and which were not built with them: they are built again, with these files
 * in addition to their own. A partition that has no file of its own, or has these rows already, is left out.
 */
export async function strayOrders(
  place: Pick<TablePlace, 'catalog'>,
  { series, sources, month, periods }: MonthWork,
  { strays }: Pick<MonthReport, 'strays'>,
): Promise<readonly MonthWork[]> {
  const keysOf = new Map<string, Set<string>>();
  for (const { key, day } of strays) {
    const { period } = partitionOf(series, day);
    if (monthOf(day) === month && periods.includes(period)) continue;
    keysOf.set(period, (keysOf.get(period) ?? new Set()).add(key));
  }
  if (keysOf.size === 0) return [];
  const months = await sourcesOfSeries(place, series);
  const work: MonthWork[] = [];
  for (const [period, keys] of keysOf) {
    const target = monthOf(`${period}-01`.slice(0, 10));
    const own = months.get(target) ?? [];
    const others = sources.filter(({ key }) => keys.has(key));
    const hasOwn = monthPartitions(series, target, own).some((partition) => partition.period === period);
    if (!hasOwn || (await hasTaken(place, partitionPath({ series, period }), others))) continue;
    work.push({
      series,
      month: target,
      sources: [...own, ...others.filter(({ key }) => own.every((one) => one.key !== key))],
      periods: [period],
    });
  }
  return work;
}

/** Whether a recorded partition was built with these files. */
async function hasTaken(
  { catalog }: Pick<TablePlace, 'catalog'>,
  path: string,
  others: MonthWork['sources'],
): Promise<boolean> {
  const taken = (await catalog.findPartition(path))?.sources ?? [];
  return others.every(({ key, sha256 }) => taken.some((one) => one.key === key && one.sha256 === sha256));
}
