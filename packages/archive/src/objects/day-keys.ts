import { asDataType } from '../data-types.ts';
import { asMarket } from '../spec/markets.ts';
import { asInterval } from '../time/intervals.ts';
import { monthOf } from '../time/periods.ts';
import { formatKey } from './keys.ts';
import { asSeries, type SeriesParts } from './series.ts';

/**
 * The keys of the daily and the monthly file that would hold a day of a series, in this order; none for a series that this
 * version cannot name. Whether such files exist is not said.
 */
export function dayKeys({ market, dataType, symbol, interval }: SeriesParts, day: string): string[] {
  const [known, type, step] = [
    asMarket(market),
    asDataType(dataType),
    interval === null ? null : asInterval(interval),
  ];
  if (known === undefined || type === undefined || step === undefined) return [];
  const series = asSeries({ market: known, dataType: type, symbol, interval: step });
  if (series === undefined) return [];
  return [
    formatKey({ ...series, partition: 'daily', period: day }),
    formatKey({ ...series, partition: 'monthly', period: monthOf(day) }),
  ];
}
