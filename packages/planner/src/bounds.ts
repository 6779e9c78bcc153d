import { type Availability, dayNumber, deliveryDay } from '@tapehaul/archive';

/** From when to when files of a series can exist in one partition, by what is known of the type. */
export interface Bounds {
  readonly row: Availability;
  /** First and last day with data, as numbers since 1970-01-01. */
  readonly first: number;
  readonly last: number;
  readonly removed: boolean;
  /** What to say of days before. */
  readonly beginReason: string;
  /** What to say of days after, and under which name. */
  readonly endReason: string;
  readonly endVerdict: 'type_ended' | 'after_last';
}

const FOR_EVER = dayNumber('9999-12-31');

/** The bounds of a symbol in a row of the matrix: the type's own, and the delivery of its contract. */
export function boundsOf(row: Availability, symbol: string): Bounds {
  const { market, dataType, partition, from, to, state, evidence } = row;
  const delivery = deliveryDay(symbol);
  const delivered = delivery !== undefined && (to === null || delivery < to);
  const removed = state === 'removed';
  const past = removed ? `was removed from the archive after ${to}` : `ended on ${to}`;
  return {
    row,
    first: dayNumber(from),
    last: delivered ? dayNumber(delivery) : to === null ? FOR_EVER : dayNumber(to),
    removed,
    beginReason: `${partition} ${dataType} of ${market} begin on ${from}`,
    endReason: delivered
      ? `the contract was delivered on ${delivery}`
      : `${partition} ${dataType} ${past}: ${evidence}`,
    endVerdict: delivered && !removed ? 'after_last' : 'type_ended',
  };
}
