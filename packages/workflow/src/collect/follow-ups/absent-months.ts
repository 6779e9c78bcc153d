import {
  type ArchiveObject,
  addDays,
  availabilityOf,
  firstDayOf,
  monthOf,
  nextMonth,
} from '@tapehaul/archive';

/** First and last month of which anything is held of a series. */
export interface HeldMonths {
  readonly first: string;
  readonly last: string;
}

/**
 * Which months of one series, of those that the archive does not have as files, may exist as days: those between what is held,
 * and the next one on either side; of a series of which nothing is held, its first and last. The next ones follow once days of
 * these have come. So a symbol without a file costs two months of requests for days, not all of them.
 */
export function monthsToFollow(
  absent: readonly ArchiveObject[],
  held: HeldMonths | undefined,
): readonly ArchiveObject[] {
  const inOrder = absent.toSorted((one, other) => (one.period < other.period ? -1 : 1));
  if (held === undefined) return [...new Set([inOrder[0], inOrder.at(-1)])].filter((it) => it !== undefined);
  const first = monthOf(addDays(firstDayOf(held.first), -1));
  const last = nextMonth(held.last);
  return inOrder.filter(({ period }) => period >= first && period <= last);
}

/** Whether the archive has daily files of what a monthly file holds. */
export function hasDays({ market, dataType, interval }: ArchiveObject): boolean {
  return availabilityOf(market, dataType, 'daily', interval) !== undefined;
}
