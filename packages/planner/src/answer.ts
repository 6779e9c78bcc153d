import type { ArchiveObject, DataType, Interval, Market } from '@tapehaul/archive';

/** Why days of a series cannot be had, or not yet. */
export type VerdictName =
  | 'not_yet_published'
  | 'before_first'
  | 'after_last'
  | 'type_ended'
  | 'never_existed';

/** An object that the request needs. */
export interface ObjectAnswer {
  readonly kind: 'object';
  /** Key of the object in the bucket. */
  readonly key: string;
  readonly object: ArchiveObject;
}

/** What a verdict speaks of; `interval` is null for types without one, and when it speaks of all of them. */
export interface VerdictSeries {
  readonly market: Market;
  readonly dataType: DataType;
  readonly symbol: string;
  readonly interval: Interval | null;
}

/** A span of days that the request cannot have, and why. */
export interface VerdictAnswer {
  readonly kind: 'verdict';
  readonly series: VerdictSeries;
  /** First day of the span, UTC. */
  readonly first: string;
  /** Last day of the span, UTC. */
  readonly last: string;
  readonly verdict: VerdictName;
  /** The verdict in words. */
  readonly reason: string;
  /** The symbol that was likely meant, when this one cannot exist. */
  readonly likely?: string;
}

/** What a plan is made of: for each series and day of the request exactly one answer covers it. */
export type Answer = ObjectAnswer | VerdictAnswer;
