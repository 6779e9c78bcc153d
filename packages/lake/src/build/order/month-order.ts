import type { SeriesParts } from '@tapehaul/archive';
import type { TapehaulError } from '@tapehaul/errors';
import type { Numbers, Repair } from '@tapehaul/tables';
import type { TableSource } from '../../source/table-source.ts';

/** What to build of one series and month. Plain data: it can be sent to a thread, or to another machine that has the same files. */
export interface MonthOrder {
  readonly series: SeriesParts;
  /** `2025-07`. */
  readonly month: string;
  /**
   * Proved files: the monthly one of this month, and daily ones of its days. A file of another period takes part only with the rows
   * that lie in the partitions to build, see {@link MonthReport.strays}.
   */
  readonly sources: readonly TableSource[];
  /** Partitions to build: the month itself, or days of it, as the grain of the table says. */
  readonly periods: readonly string[];
  readonly numbers: Numbers;
  readonly repair: Repair;
  /** Absolute path of the directory that has, or gets, `silver/`. */
  readonly root: string;
  /** Absolute path of a directory for unfinished files, on the file system of the root. */
  readonly staging: string;
}

/** Rows of a file that belong to a day outside of its period. */
export interface StrayRows {
  readonly key: string;
  /** UTC day that their time says. */
  readonly day: string;
  readonly rows: number;
}

/** A file that took no part, since it could not be read as it was proved. */
export interface SourceFault {
  readonly key: string;
  readonly error: TapehaulError;
}

/** What became known of the sources of a month. */
export interface MonthReport {
  /** Keys of the sources whose content was inflated whole, with the CRC-32 that the zip states. */
  readonly provedDeep: readonly string[];
  /**
   * Rows outside of the period of their file. Those of partitions of this order are in these; a partition of another month gets
   * them when the file is a source of its order, too.
   */
  readonly strays: readonly StrayRows[];
  readonly faults: readonly SourceFault[];
}
