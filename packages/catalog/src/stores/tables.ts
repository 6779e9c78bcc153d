import type { SeriesParts } from '@tapehaul/archive';
import type { DayRange, SeriesFilter } from '@tapehaul/coverage';
import type { Numbers, RowFinding, Severity } from '@tapehaul/tables';
import type { Page, PageRequest } from '../records/queries.ts';

/** A file of a table that was built: its rows, and what they were taken from. */
export interface PartitionRecord {
  /** Below the output directory or the bucket, with forward slashes. */
  readonly path: string;
  readonly series: SeriesParts;
  /** `2025-07` or `2025-07-01`, as the grain of the table says. */
  readonly period: string;
  /** 64 hex digits: a partition with the same sources, schema, writer and options has the same identity. */
  readonly identity: string;
  readonly rows: number;
  /** Microseconds since 1970 UTC of its first and its last row; null where it is empty. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Ids of its first and its last row; null where it is empty, or its table has no id. */
  readonly firstId: number | null;
  readonly lastId: number | null;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** SHA-256 of the file, as 64 hex digits. */
  readonly sha256: string;
  readonly schemaVersion: number;
  /** Name and version of what wrote the file, such as `duckdb 1.5.6 v1`. */
  readonly writer: string;
  readonly numbers: Numbers;
  /** Rows that were left out because an equal row was kept. */
  readonly duplicatesDropped: number;
  /** Values that are stored as doubles and differ from their text in the source. */
  readonly inexactValues: number;
  readonly sources: readonly PartitionSource[];
  /** Where its days were taken from, in order; `takenDays` of `@tapehaul/catalog/rules` folds days into spans. */
  readonly days: readonly TakenDays[];
  /** Milliseconds since 1970 UTC. */
  readonly builtAt: number;
  readonly runId: string;
}

/** A file of the archive that rows of a partition were taken from. */
export interface PartitionSource {
  readonly key: string;
  /** SHA-256 that it was proved with, as 64 hex digits. */
  readonly sha256: string;
  /** Rows of the partition that are from it. */
  readonly rows: number;
}

/** Consecutive days that were taken from the same source for the same reason. A day that unites rows of two sources is in two spans. */
export interface TakenDays {
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  /** Key of the source. */
  readonly source: string;
  /** The rule that decided between two sources; null where nothing had to be decided. */
  readonly rule: string | null;
}

/** A finding, and the partition in which its rows are. */
export interface RowFindingRecord extends RowFinding {
  readonly series: SeriesParts;
  /** Path of the partition. */
  readonly path: string;
}

/** Which partitions, in the order of the names of series, and of periods. A month is in a range when one of its days is. */
export interface PartitionsQuery extends PageRequest, DayRange, SeriesFilter {
  /** What the names of the series begin with, such as `spot/klines/`. */
  readonly prefix?: string;
}

/** Which findings, in the order of the names of series, and of days. */
export interface RowFindingsQuery extends PartitionsQuery {
  readonly rule?: string;
  readonly severity?: Severity;
}

/** How many findings of a rule there are. */
export interface RowFindingCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: number;
  /** The sum of their counts: rows, missing rows or values, as the rule says. */
  readonly count: number;
}

/** The worst finding of a day. */
export interface FindingDay {
  /** UTC. */
  readonly day: string;
  readonly severity: Severity;
  /** Its rule; the first by name where several are as severe. */
  readonly rule: string;
}

/** Records which partitions of tables were built: one under each path, the last one that was recorded. */
export interface Tables {
  /**
   * Records a partition and its findings in place of those recorded under its path before; all in one write. Its run must be
   * recorded. Nothing is recorded for a run that another process has taken over.
   */
  recordPartition(partition: PartitionRecord, findings: readonly RowFinding[]): void;
  /** Removes the record of a partition that does not exist any more, with its findings. */
  forgetPartition(path: string): void;
  /**
   * Records that the file of a partition is not as it was built: its identity becomes `NO_IDENTITY` of `@tapehaul/catalog/rules`, and
   * all else of it stays. Nothing is recorded where the partition has another digest by now, since it was built again.
   */
  outdatePartition(path: string, sha256: string): void;
}

/** Reads which partitions of tables were built, and what was found in their rows. */
export interface TablesReader {
  findPartition(path: string): Promise<PartitionRecord | undefined>;
  /** A page of partitions. */
  partitionsOf(query?: PartitionsQuery): Promise<Page<PartitionRecord>>;
  /** The identities of the partitions of a series by their paths, in the order of periods. Reads no other part of them. */
  partitionIdentities(series: SeriesParts, range?: DayRange): Promise<ReadonlyMap<string, string>>;
  /** A page of findings. Findings of a day and a partition stand in the order in which they were recorded. */
  findings(query?: RowFindingsQuery): Promise<Page<RowFindingRecord>>;
  /** How many findings there are, by severity, the worst first, and rule. Reads all findings that are requested. */
  findingCounts(query?: Omit<RowFindingsQuery, keyof PageRequest>): Promise<readonly RowFindingCount[]>;
  /** The days with findings of some series, by the names of those that have any, in the order of days. */
  findingDays(
    series: readonly SeriesParts[],
    range?: DayRange,
  ): Promise<ReadonlyMap<string, readonly FindingDay[]>>;
}
