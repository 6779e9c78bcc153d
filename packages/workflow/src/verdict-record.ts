import type { VerdictAnswer, VerdictName } from '@tapehaul/planner';

/** A verdict with the keys that configurations and results use. */
export interface VerdictRecord {
  readonly market: string;
  readonly data_type: string;
  readonly symbol: string;
  /** Null for types without intervals, and when it speaks of all of them. */
  readonly interval: string | null;
  /** First and last day of the span, UTC. */
  readonly first: string;
  readonly last: string;
  readonly verdict: VerdictName;
  readonly reason: string;
  /** The symbol that was likely meant. */
  readonly likely?: string;
}

/** A planner's verdict as a record. */
export function verdictRecord({
  series,
  first,
  last,
  verdict,
  reason,
  likely,
}: VerdictAnswer): VerdictRecord {
  const { market, dataType, symbol, interval } = series;
  const meant = likely === undefined ? {} : { likely };
  return { market, data_type: dataType, symbol, interval, first, last, verdict, reason, ...meant };
}
