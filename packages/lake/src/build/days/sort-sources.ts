import { partitionDays } from '@tapehaul/tables';
import type { TableSource } from '../../source/table-source.ts';
import type { MonthOrder } from '../order/month-order.ts';

/** The sources of an order by what they are to its month. */
export interface SortedSources {
  /** The file of the whole month. */
  readonly monthly: TableSource | undefined;
  /** Files of one day to build each, by day. */
  readonly dailies: ReadonlyMap<string, TableSource>;
  /** Files of other periods, which may have rows of days to build. */
  readonly others: readonly TableSource[];
}

/** Days are the ones to build. */
export function sortSources({ month, sources }: MonthOrder, days: ReadonlySet<string>): SortedSources {
  const monthly = sources.find(({ partition, period }) => partition === 'monthly' && period === month);
  const ofDays = sources.filter(({ partition, period }) => partition === 'daily' && days.has(period));
  const dailies = new Map(ofDays.map((source) => [source.period, source]));
  const others = sources.filter((source) => source !== monthly && dailies.get(source.period) !== source);
  return { monthly, dailies, others };
}

/** The days of the partitions to build. */
export function daysOf(order: MonthOrder): ReadonlySet<string> {
  return new Set(order.periods.flatMap((period) => partitionDays({ series: order.series, period })));
}
