import type { Numbers, Repair } from '@tapehaul/tables';
import type { RequestedDays } from '../../result/days/requested-series.ts';

/** Which tables are built, and how. */
export interface TableRequest {
  /** Series and days whose tables are built, of those that are held. */
  readonly request: RequestedDays;
  readonly numbers: Numbers;
  readonly repair: Repair;
  /** Whether partitions are built again that are as their sources are. */
  readonly rebuild: boolean;
}
