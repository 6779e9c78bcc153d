import { type ArchiveObject, addDays, dayNumber, firstDayOf, lastDayOf } from '@tapehaul/archive';
import type { CoverageReader } from '@tapehaul/catalog';
import { isOutsideOfLife } from '@tapehaul/coverage';
import { seriesOf } from './file-cells.ts';

/** Consecutive days, both included. */
export interface LivedDays {
  readonly first: string;
  readonly last: string;
}

/** The days of a month that are neither before the first nor behind the last file of its series, as far as the record knows. */
export async function livedDays(
  record: Pick<CoverageReader, 'cellsOf'>,
  month: ArchiveObject,
): Promise<LivedDays> {
  const all = { first: firstDayOf(month.period), last: lastDayOf(month.period) };
  const known = await record.cellsOf(seriesOf(month), { from: all.first, to: all.last });
  if (known === undefined) return all;
  const isOutside = (day: string): boolean =>
    isOutsideOfLife(known.codes[dayNumber(day) - dayNumber(known.first)] ?? 0);
  let { first, last } = all;
  while (first <= last && isOutside(first)) first = addDays(first, 1);
  while (last > first && isOutside(last)) last = addDays(last, -1);
  return first > last ? all : { first, last };
}
