import type { Series } from '@tapehaul/archive';
import type { Numbers, Repair } from '@tapehaul/tables';
import type { RequestedDays } from '../../result/days/requested-series.ts';

/** Some months of a series. */
export interface SeriesMonths {
  readonly series: Series;
  /** Such as `2025-07`. */
  readonly months: ReadonlySet<string>;
}

/** Which tables are built, and how. */
export interface TableRequest {
  /** Series and days whose tables are built, of those that are held. */
  readonly request: RequestedDays;
  readonly numbers: Numbers;
  readonly repair: Repair;
  /** Months of series, where no others are to be built; all of the request by default. */
  readonly only?: readonly SeriesMonths[] | undefined;
  /** Whether partitions are built again that are as their sources are. */
  readonly rebuild: boolean;
}
