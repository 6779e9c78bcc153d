import type { ArchiveObject, Partition, SeriesId } from '@tapehaul/archive';
import type { DayState } from '@tapehaul/coverage';

/**
 * Why days of a series are not available, or not yet. `gap`: files before and after exist, and it is too late to
 * be a mere delay. `after_last`: the contract was delivered, or nothing newer is listed.
 */
export const VERDICT_NAMES = [
  'not_yet_published',
  'before_first',
  'after_last',
  'type_ended',
  'never_existed',
  'gap',
] as const;

/** One of {@link VERDICT_NAMES}. */
export type VerdictName = (typeof VERDICT_NAMES)[number];

/** What an answer is based on: what the archive is known to hold, or what is listed of the series. */
export type PlannedBy = 'matrix' | 'listing';

/** What a listing says of an object. */
export interface Listed {
  /** Size of the zip in bytes. */
  readonly size: number;
  /** Upstream's change token without quotes; opaque. */
  readonly etag: string;
  /** UTC. */
  readonly lastModified: string;
  /** When the sidecar was last changed, UTC; null when none is listed. */
  readonly sidecarModified: string | null;
}

/** Why the monthly file of a closed month is not used, or not alone. */
export const MONTH_FINDINGS = [
  'month_short',
  'month_absent',
  'month_disputed',
  'days_held',
  'month_held',
] as const;

/** What would be planned in place of the file of a month. */
export interface DaysInstead {
  /** The answers for each of its days. */
  answers(): readonly Answer[];
}

/** That the days of a month are planned although the month has closed, or the other way round, and why. */
export interface MonthFinding {
  /** As `2025-07`. */
  readonly month: string;
  /**
   * `month_short`: it is too small to hold its days. `month_absent`: it should be there by now, and is not. `month_disputed`:
   * it contradicts its checksum. `days_held`: its days are held as daily files, so it is not fetched as well. `month_held`:
   * days that are requested are held in it, so they are not fetched as well. A planner that knows no record never says the
   * last three.
   */
  readonly finding: (typeof MONTH_FINDINGS)[number];
  /** The finding in words, with sizes in bytes. */
  readonly reason: string;
}

/** An object that the request needs. A month is the answer for those of its days that have no answer of their own. */
export interface ObjectAnswer {
  readonly kind: 'object';
  /** Key of the object in the bucket. */
  readonly key: string;
  readonly object: ArchiveObject;
  readonly by: PlannedBy;
  /** What the listing says of it; absent when it was planned by the matrix. */
  readonly listed?: Listed;
  /**
   * Of a day: why it is planned in place of its month. Of a month: that it is short, and planned for the days that exist
   * nowhere else; those of its days that are planned too are not its part. Or that it is held.
   */
  readonly because?: MonthFinding;
  /** Of a short month: its days that no daily file is listed of. */
  readonly onlyHere?: readonly string[];
  /** Of a month whose type has days too: what would be planned without it for the days that it is the answer for. */
  readonly instead?: DaysInstead;
  /** Of a month: those of its days that are settled; they are not planned where its days are taken in its place. */
  readonly settled?: readonly SettledAnswer[];
}

/** A span of days that the request cannot have, and why. */
export interface VerdictAnswer {
  readonly kind: 'verdict';
  /** What it speaks of; the interval is null for types without one, and when it speaks of all of them. */
  readonly series: SeriesId;
  readonly by: PlannedBy;
  /** First day of the span, UTC. */
  readonly first: string;
  /** Last day of the span, UTC. */
  readonly last: string;
  readonly verdict: VerdictName;
  /** The verdict in words. */
  readonly reason: string;
  /** The partition whose listing shows this; absent when it follows from what is known of the archive. */
  readonly listing?: Partition;
  /** The symbol that was likely meant, when this one cannot exist. */
  readonly likely?: string;
  /** A month, as `2025-07`, whose file is listed or expected, and holds none of these days. */
  readonly besideMonth?: string;
}

/** A span of days of which the record has the answer, so that neither the archive nor the disk is read again. */
export interface SettledAnswer {
  readonly kind: 'settled';
  readonly series: SeriesId;
  /** The files that the answer is about: a month covers days by its own. */
  readonly partition: Partition;
  /** First and last day of the span, UTC. */
  readonly first: string;
  readonly last: string;
  /** What is known of each of its days. */
  readonly state: DayState;
  readonly days: number;
}

/** What a plan is made of: for each series and day of the request exactly one answer covers it. */
export type Answer = ObjectAnswer | VerdictAnswer;

/** What a plan is made of that takes what is settled from a record. */
export type KnownAnswer = Answer | SettledAnswer;
