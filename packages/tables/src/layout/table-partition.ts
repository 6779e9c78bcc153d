import type { SeriesParts } from '@tapehaul/archive';

/** One Parquet file: rows of one series in one UTC day or month. */
export interface TablePartition {
  readonly series: SeriesParts;
  /** `2025-07` or `2025-07-01`, as the grain of the table says. */
  readonly period: string;
}
