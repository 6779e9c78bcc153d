import type { SeriesParts } from '@tapehaul/archive';
import type { Numbers, RowFinding } from '@tapehaul/tables';

/** A source of a partition. */
export interface PartitionSource {
  readonly key: string;
  /** Digest that it was proved with, 64 hex digits. */
  readonly sha256: string;
  /** Rows of the partition that were taken from it; 0 where others were preferred for all of its days. */
  readonly rows: number;
}

/**
 * Days that were taken from one source for the same reason, neighbours folded. A day that two sources made has an entry for each, one
 * without rows has none.
 */
export interface DayOrigin {
  /** UTC days, both included. */
  readonly first: string;
  readonly last: string;
  /** Key of the source. */
  readonly source: string;
  /** The rule by which it was chosen, or by which its rows were added; null where sources agree. */
  readonly rule: string | null;
}

/** What a partition consists of. Times are microseconds since 1970 UTC. */
export interface CheckedPartition {
  /** Below the root, with `/`. */
  readonly path: string;
  readonly series: SeriesParts;
  /** `2025-07` or `2025-07-01`. */
  readonly period: string;
  readonly rows: number;
  /** Null where there are no rows. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Null where there are no rows, the table has no id, or the id has more than 53 bits. */
  readonly firstId: number | null;
  readonly lastId: number | null;
  readonly schemaVersion: number;
  readonly numbers: Numbers;
  /** Exact copies of rows that were left out. */
  readonly duplicates: number;
  /** Values that are not the same number when they are printed again; 0 where numbers are decimals. */
  readonly inexact: number;
  readonly sources: readonly PartitionSource[];
  readonly days: readonly DayOrigin[];
  /** In order of days: of the sources that rows were taken from, and of the choice between sources. */
  readonly findings: readonly RowFinding[];
}

/** A partition that is published and durable. */
export interface BuiltPartition extends CheckedPartition {
  /** What it was made from and by, see `partitionIdentity`. */
  readonly identity: string;
  /** Size of the file. */
  readonly bytes: number;
  /** Digest of the file, 64 hex digits. */
  readonly sha256: string;
  /** Name and version of the writer. */
  readonly writer: string;
}
