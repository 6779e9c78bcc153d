import { monthOf } from '../time/periods.ts';
import { formatKey } from './keys.ts';
import { knownSeries } from './known-series.ts';
import type { SeriesParts } from './series.ts';

/**
 * The keys of the daily and the monthly file that would hold a day of a series, in this order; none for a series that this
 * version cannot name. Whether such files exist is not said.
 */
export function dayKeys(parts: SeriesParts, day: string): string[] {
  const series = knownSeries(parts);
  if (series === undefined) return [];
  return [
    formatKey({ ...series, partition: 'daily', period: day }),
    formatKey({ ...series, partition: 'monthly', period: monthOf(day) }),
  ];
}
