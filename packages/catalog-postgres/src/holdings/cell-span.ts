import { isDay, isMonth } from '@tapehaul/archive';
import type { CellSpan, DayState } from '@tapehaul/coverage';

/** What is known of the file of an object that stands in a series; undefined for any other. */
export function cellSpan(
  series: string | null,
  partition: string | null,
  period: string | null,
  state: DayState,
): CellSpan | undefined {
  if (series === null || period === null) return undefined;
  const of = { series, first: period, last: period, state };
  if (partition === 'daily' && isDay(period)) return { ...of, partition };
  return partition === 'monthly' && isMonth(period) ? { ...of, partition } : undefined;
}
