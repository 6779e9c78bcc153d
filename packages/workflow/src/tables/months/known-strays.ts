import { firstDayOf, formatSeries, isMonth, lastDayOf } from '@tapehaul/archive';
import { everyPage, everyRow } from '@tapehaul/catalog';
import { partitionOf } from '@tapehaul/tables';
import type { MonthWork } from './month-work.ts';
import { sourceOf, type TablePlace } from './series-sources.ts';

/**
 * The same work for those partitions of which files of other periods have rows, with these files in addition; undefined where no such
 * file is known. Each partition that was built names rows of its files that belong elsewhere, as findings: that is how the rows are
 * found by a month that is built later, or at the same time.
 */
export async function withKnownStrays(
  { catalog }: Pick<TablePlace, 'catalog'>,
  work: MonthWork,
): Promise<MonthWork | undefined> {
  const { series, periods, sources } = work;
  const [first, last] = [periods.toSorted()[0], periods.toSorted().at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const periodsOf = new Map<string, Set<string>>();
  const query = {
    ...{ rule: 'stray', prefix: formatSeries(series), symbols: [series.symbol] },
    from: isMonth(first) ? firstDayOf(first) : first,
    to: isMonth(last) ? lastDayOf(last) : last,
  };
  const known = new Set(sources.map(({ key }) => key));
  for await (const stray of everyRow(everyPage((page) => catalog.findings({ ...query, ...page })))) {
    const { source, day } = stray;
    if (source === null || known.has(source) || formatSeries(stray.series) !== formatSeries(series)) continue;
    const { period } = partitionOf(series, day);
    if (!periods.includes(period)) continue;
    periodsOf.set(source, (periodsOf.get(source) ?? new Set()).add(period));
  }
  if (periodsOf.size === 0) return undefined;
  const held = await catalog.findAll([...periodsOf.keys()]);
  const others = [...held.values()].flatMap((object) => sourceOf(object) ?? []);
  if (others.length === 0) return undefined;
  const touched = new Set(others.flatMap(({ key }) => [...(periodsOf.get(key) ?? [])]));
  return { ...work, sources: [...sources, ...others], periods: periods.filter((one) => touched.has(one)) };
}
