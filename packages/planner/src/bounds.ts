import { type Availability, dayNumber, deliveryDay, LATE_AFTER_DAYS } from '@tapehaul/archive';

/** From when to when files of a series can exist in one partition, by what is known of the type. */
export interface Bounds {
  readonly row: Availability;
  /** First and last day with data, as numbers since 1970-01-01. */
  readonly first: number;
  readonly last: number;
  readonly removed: boolean;
  /** Days after a period is due from which its absence is no mere delay. */
  readonly lateAfterDays: number;
  /** What to say of days before. */
  readonly beginReason: string;
  /** What to say of days after, and under which name. */
  readonly endReason: string;
  readonly endVerdict: 'type_ended' | 'after_last';
}

const FOR_EVER = dayNumber('9999-12-31');

/** The bounds of a symbol in a row of the matrix: the type's own, and the delivery of its contract. */
export function boundsOf(row: Availability, symbol: string): Bounds {
  const { market, dataType, partition, intervals, from, to, state, evidence } = row;
  const delivery = deliveryDay(symbol);
  const delivered = delivery !== undefined && (to === null || delivery < to);
  const removed = state === 'removed';
  const long = intervals === null || intervals.length > 3 ? '' : ` ${intervals.join(', ')}`;
  const past = removed ? `was removed from the archive after ${to}` : `ended on ${to}`;
  return {
    row,
    first: dayNumber(from),
    last: delivered ? dayNumber(delivery) : to === null ? FOR_EVER : dayNumber(to),
    removed,
    lateAfterDays: row.lateAfterDays ?? LATE_AFTER_DAYS[partition],
    beginReason: `${partition} ${dataType} of ${market} begin on ${from}`,
    endReason: delivered
      ? `the contract was delivered on ${delivery}`
      : `${partition} ${dataType}${long} ${past}: ${issuesNamed(evidence)}`,
    endVerdict: delivered && !removed ? 'after_last' : 'type_ended',
  };
}

/** Evidence such as `#334 #380` with the repository whose issues these are. */
function issuesNamed(evidence: string): string {
  return evidence.replace(/^#/, 'binance-public-data #');
}
