import {
  addDays,
  asDataType,
  asInterval,
  asMarket,
  availabilityOf,
  firstDayOf,
  LATE_AFTER_DAYS,
  monthOf,
  type SeriesParts,
} from '@tapehaul/archive';
import type { SeriesDays } from '../cells/series-days.ts';
import { isHeld } from '../states/classes.ts';
import { stateOf } from '../states/states.ts';

/** The newest day that is held; undefined when none is. */
export function newestHeld({ first, codes }: Pick<SeriesDays, 'first' | 'codes'>): string | undefined {
  const place = codes.findLastIndex(isHeld);
  return place === -1 ? undefined : addDays(first, place);
}

/**
 * The newest day that a series must hold to be up to date, by when the archive publishes its files and how late they come;
 * undefined for a series that has ended, by the archive's facts or by what is known of its days.
 */
export function newestExpected(
  series: SeriesParts,
  days: Pick<SeriesDays, 'first' | 'codes'>,
  today: string,
): string | undefined {
  const last = stateOf(days.codes.at(-1) ?? 0);
  if (last === 'after_last' || last === 'type_ended' || last === 'never_existed') return undefined;
  const [market, type, interval] = [asMarket(series.market), asDataType(series.dataType), series.interval];
  const step = interval === null ? null : asInterval(interval);
  const row = (partition: 'daily' | 'monthly') =>
    market === undefined || type === undefined || step === undefined
      ? undefined
      : availabilityOf(market, type, partition, step);
  const [daily, monthly] = [row('daily'), row('monthly')];
  const rows = [daily, monthly].filter((it) => it !== undefined);
  if (rows.length > 0 && rows.every(({ to }) => to !== null && to < today)) return undefined;
  if (daily === undefined && monthly !== undefined) {
    // The newest month whose files count as late today has ended that many days ago.
    const late = addDays(today, -(monthly.lateAfterDays ?? LATE_AFTER_DAYS.monthly));
    return addDays(firstDayOf(monthOf(late)), -1);
  }
  return addDays(today, -1 - (daily?.lateAfterDays ?? LATE_AFTER_DAYS.daily));
}

/** Whether the newest day of a series is older than the archive's calendar allows. */
export function isStale(
  series: SeriesParts,
  days: Pick<SeriesDays, 'first' | 'codes'>,
  today: string,
): boolean {
  const expected = newestExpected(series, days, today);
  if (expected === undefined) return false;
  const newest = newestHeld(days);
  return newest === undefined || newest < expected;
}
