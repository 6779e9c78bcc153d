import type { Partition } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import {
  type Change,
  type EngineShare,
  type ForecastRow,
  type MonthFinding,
  objectPath,
  type PlannedBy,
  type SettledAnswer,
} from '@tapehaul/planner';
import type { ListingProblem } from '@tapehaul/s3';
import type { SettledSummary } from '../settled/settled-counts.ts';
import type { FileStep, GoneFile } from '../steps/plan-step.ts';
import type { PlanWarning } from './plan-warning.ts';
import type { UnknownSeries } from './unknown-series.ts';
import type { VerdictRecord } from './verdict-record.ts';

/** An object of a plan, and what is to be done about it. */
export interface PlannedObject {
  readonly kind: 'object';
  readonly change: Change;
  readonly key: string;
  /** Where it goes, below the output directory. */
  readonly path: string;
  /** What it was planned by. */
  readonly by: PlannedBy;
  readonly market: string;
  readonly data_type: string;
  readonly symbol: string;
  readonly interval: string | null;
  readonly partition: string;
  readonly period: string;
  /** Why a day is planned in place of its month, or a month in place of its days, or that a month is short. */
  readonly because?: MonthFinding;
  /** Of a short month: days that neither it nor a daily file is known to hold. Absent where there are none. */
  readonly missing_days?: number;
  /** By the listing: bytes, change token, and UTC time. Absent when it was planned by the matrix. */
  readonly size?: number;
  readonly etag?: string;
  readonly last_modified?: string;
}

/** The totals of a plan; the last of its records. */
export interface PlanSummary extends Omit<ForecastRow, 'market' | 'data_type'> {
  readonly kind: 'summary';
  readonly planning: CollectionConfig['planning'];
  /** Answers of the plan (files, and spans of days that are not available) by what they are based on. */
  readonly answers_by: Readonly<Record<PlannedBy, number>>;
  /** Days of which the record had the answer, so that neither the archive nor the disk was asked. */
  readonly settled: SettledSummary;
  /** What was requested and the archive has nothing of. */
  readonly unknown: readonly UnknownSeries[];
  /** Days that could exist, and will not be held once the plan is collected, as far as it knows. */
  readonly missing_days: number;
  /** Exit status that the plan calls for: 4 for what `fail_on` names, else 0. */
  readonly exit_code: number;
  /** What a person should know of how the plan was made. */
  readonly warnings: readonly PlanWarning[];
  readonly output_directory: string;
  /** Where files go: the output directory, or the address of a bucket. */
  readonly storage: string;
  readonly by_type: readonly ForecastRow[];
  /**
   * The files to fetch by the engine that tries them first, as far as the configuration says: a collection that does not find an
   * engine's program fetches all with another one.
   */
  readonly by_engine: readonly EngineShare[];
  /** Spans of days that are not available, by verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Free bytes in the output directory; null for a bucket, and where the file system does not report them. */
  readonly free_bytes: number | null;
  /** Listing requests that the plan itself sent. */
  readonly listing_requests: number;
  /** Entries of listings that are wrong and were left out: how many, and the first of them. */
  readonly listing_problems: { readonly count: number; readonly first: readonly ListingProblem[] };
}

/** One record of a plan. */
export type PlanRecord =
  | PlannedObject
  | ({ readonly kind: 'verdict' } & VerdictRecord)
  | SettledRecord
  | PlanSummary;

/** A span of days of a plan that are settled in the record. */
export interface SettledRecord {
  readonly kind: 'settled';
  readonly market: string;
  readonly data_type: string;
  readonly symbol: string;
  readonly interval: string | null;
  /** The files that it is about. */
  readonly partition: Partition;
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly days: number;
  /** What is known of each of the days, as `tapehaul coverage` names it. */
  readonly state: string;
}

/** Settled days of a plan as a record. */
export function settledRecord({ series, partition, first, last, days, state }: SettledAnswer): SettledRecord {
  const { market, dataType: data_type, symbol, interval } = series;
  return { kind: 'settled', market, data_type, symbol, interval, partition, first, last, days, state };
}

/** A file of a plan as a record. */
export function plannedObject(
  step: FileStep<unknown> | GoneFile,
  { layout }: Pick<CollectionConfig, 'layout'>,
): PlannedObject {
  const { key, object } = step;
  const { market, dataType, symbol, interval, partition, period } = object;
  const {
    listed,
    because,
    onlyHere,
  }: Pick<FileStep<unknown>, 'listed' | 'because' | 'onlyHere'> = step.kind === 'file'
    ? step
    : { listed: undefined, because: undefined, onlyHere: undefined };
  return {
    kind: 'object',
    change: step.kind === 'gone' ? 'gone' : step.change,
    key,
    path: objectPath(object, layout),
    by: step.kind === 'gone' ? 'listing' : step.by,
    market,
    data_type: dataType,
    symbol,
    interval,
    partition,
    period,
    ...(because === undefined ? {} : { because }),
    ...(onlyHere === undefined ? {} : { missing_days: onlyHere.length }),
    ...(listed === undefined
      ? {}
      : { size: listed.size, etag: listed.etag, last_modified: listed.lastModified }),
  };
}
