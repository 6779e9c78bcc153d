import {
  type ArchiveObject,
  daysBetween,
  firstDayOf,
  formatKey,
  formatSeries,
  lastDayOf,
} from '@tapehaul/archive';
import { type CatalogReader, everyPage, everyRow } from '@tapehaul/catalog';

/** Rules of days whose monthly and daily file were compared, and differ. */
const DIFFERING: ReadonlySet<string> = new Set([
  'monthly_short',
  'daily_short',
  'values_differ',
  'both_short',
]);

/**
 * The keys of files of a month of a series without which rows are lost, as tables have found: those that days were taken from although the
 * other file of the day differs, and daily files with other rows than a monthly file that was taken nevertheless.
 */
export async function neededByTables(
  record: Pick<CatalogReader, 'partitionsOf' | 'findings'>,
  month: ArchiveObject,
): Promise<ReadonlySet<string>> {
  const { symbol, interval, period } = month;
  const query = {
    ...{ prefix: formatSeries(month), symbols: [symbol] },
    ...(interval === null ? {} : { interval }),
    ...{ from: firstDayOf(period), to: lastDayOf(period) },
  };
  const keys = new Set<string>();
  const add = (rule: string | null, source: string | null, days: Iterable<string>): void => {
    if (rule === null || !DIFFERING.has(rule)) return;
    if (source !== null) keys.add(source);
    // A daily file that only lacks rows has nothing of its own.
    if (rule === 'daily_short') return;
    for (const day of days) keys.add(formatKey({ ...month, partition: 'daily', period: day }));
  };
  // A record that was repaired has no findings; a day without rows in the file that it was taken from is in findings alone.
  for await (const { days } of everyRow(everyPage((page) => record.partitionsOf({ ...query, ...page }))))
    for (const { source, rule, first, last } of days) add(rule, source, daysBetween(first, last));
  for await (const { rule, source, day } of everyRow(
    everyPage((page) => record.findings({ ...query, ...page })),
  ))
    add(rule, source, [day]);
  return keys;
}
