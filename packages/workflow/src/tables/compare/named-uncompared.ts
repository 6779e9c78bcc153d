import { resolve } from 'node:path';
import { formatSeries } from '@tapehaul/archive';
import { closeQuietly, openRecord } from '../../record.ts';
import type { RequestedDays } from '../../result/days/requested-series.ts';
import { monthsToCompare } from './months-to-compare.ts';

/** A month of a series whose table was built without all of its daily files. */
export interface UncomparedMonth {
  /** Such as `spot/klines/BTCUSDT/1h`. */
  readonly series: string;
  /** Such as `2025-07`. */
  readonly month: string;
}

/**
 * The months of these names whose tables, in the record of an output directory, were built from monthly files without a daily file of each
 * day that may exist: what a collection with the same names would fetch. Names are as `tables.compare` has them: `2025-07`, `2025-01..2025-07`, `all`. Rejects with a TapehaulError where there is no record.
 */
export async function namedUncompared(
  outputDirectory: string,
  request: RequestedDays,
  compare: readonly string[],
): Promise<readonly UncomparedMonth[]> {
  const catalog = await openRecord(resolve(outputDirectory));
  try {
    const settings = { compare: [...compare] };
    const months: UncomparedMonth[] = [];
    const comparing = { catalog, request, settings, suspicious: false, broken: [] };
    for await (const { month } of monthsToCompare(comparing)) {
      months.push({ series: formatSeries(month), month: month.period });
    }
    return months;
  } finally {
    await closeQuietly(catalog);
  }
}
