import type { Interval } from '../time/intervals.ts';
import type { Partition } from '../time/periods.ts';

/** `live`: still published. `ended`: no new files, old ones stay. `removed`: old files are gone too. */
export type AvailabilityState = 'live' | 'ended' | 'removed';

/** How sure a fact is. H: two independent observations or an official file. M: one good one. L: inferred or contested. */
export type Confidence = 'H' | 'M' | 'L';

/** What is known of the files of one market, type and partition, besides their dates. */
export interface FilesFacts {
  readonly partition: Partition;
  /** Intervals that have these dates; null for types without intervals. */
  readonly intervals: readonly Interval[] | null;
  /** First day with data, for a symbol as old as the market; UTC. */
  readonly from: string;
  /** Days after a period is due from which its absence is no mere delay, where that is not the usual number. */
  readonly lateAfterDays?: number;
  readonly confidence: Confidence;
  /** Where the fact comes from; `#n` is an issue of binance/binance-public-data. */
  readonly evidence: string;
}

/** Files of one partition, from when to when; `to` is the last day with data, null while files still come. */
export type FilesSpec = FilesFacts &
  (
    | { readonly state: 'live'; readonly to: null }
    | { readonly state: 'ended' | 'removed'; readonly to: string }
  );

/** Daily and monthly files of a type without intervals, with the same dates. */
export function bothPartitions(facts: PartitionFacts): readonly [FilesSpec, FilesSpec] {
  const { firstMonth = facts.from, ...files } = facts;
  const monthly = { partition: 'monthly', intervals: null, ...files, from: firstMonth } as const;
  return [{ partition: 'daily', intervals: null, ...files }, monthly];
}

/** What daily and monthly files of a type have in common. */
export type PartitionFacts = DistributiveOmit<FilesSpec, 'partition' | 'intervals'> & {
  /** First day of the first monthly file, where that is not the first day of the daily files. */
  readonly firstMonth?: string;
};

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never;
