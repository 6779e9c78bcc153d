import type { DataType } from '@tapehaul/archive';
import type { Severity } from './row-finding.ts';

/** A rule that rows of a table keep, or that its sources keep, in words for people. */
export interface RowRule {
  /** In `snake_case`; findings carry it. */
  readonly name: string;
  readonly severity: Severity;
  /** Data types that it holds for; null: all. */
  readonly tables: readonly DataType[] | null;
  /** What the count of a finding counts, in the plural, such as `rows`. */
  readonly counts: string;
  /** What a finding means. */
  readonly meaning: string;
  /** What a person should know or do. */
  readonly advice: string;
  /** Where the archive was seen to break it, by issue of binance-public-data, such as `#213`; null where it was not reported. */
  readonly source: string | null;
  /** Whether the daily files may have right what a monthly file has wrong in this way, so that they are worth fetching. */
  readonly daysMayHelp: boolean;
  /** Set where most partitions break it, which says nothing of their rows: lists for people count it apart. */
  readonly usual?: true;
}
