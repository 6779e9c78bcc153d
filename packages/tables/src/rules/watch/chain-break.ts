import { dayText, intervalSeconds, type SeriesParts } from '@tapehaul/archive';
import { MOST_COUNTED, type RowFinding } from '../row-finding.ts';
import { rowRule } from '../row-rules.ts';
import { FEW_IDS } from './number-holes.ts';
import { DAY, SECOND } from './period-span.ts';

/** The first and the last row of a partition. */
export interface PartitionEdges {
  /** Microseconds since 1970 UTC; null in a partition without rows. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Lowest and highest id; null where rows have none. */
  readonly firstId: number | null;
  readonly lastId: number | null;
}

const WITH_IDS: ReadonlySet<string> = new Set(['trades', 'aggTrades']);

/**
 * What is missing between a partition and the one of the next period, by the ids of trades and the times of candles. Null where
 * nothing is missing, where one of them has no rows, and for other tables. The finding belongs to the later partition.
 */
export function chainBreak(
  series: SeriesParts,
  before: PartitionEdges,
  after: PartitionEdges,
): RowFinding | null {
  if (before.lastTime === null || after.firstTime === null) return null;
  const count = WITH_IDS.has(series.dataType)
    ? missingIds(series, before.lastId, after.firstId)
    : missingSteps(series.interval, before.lastTime, after.firstTime);
  if (count === 0) return null;
  const rule = 'chain_break';
  return {
    rule,
    severity: rowRule(rule).severity,
    day: dayText(Math.floor(after.firstTime / DAY)),
    source: null,
    first: before.lastTime,
    last: after.firstTime,
    count: Math.min(Math.abs(count), MOST_COUNTED),
    sample: count < 0 ? 'ids of the earlier partition occur again' : null,
  };
}

/** Negative where ids overlap. A few that are missing are usual on futures_um, in trades (#363). */
function missingIds({ market, dataType }: SeriesParts, last: number | null, first: number | null): number {
  if (last === null || first === null) return 0;
  const missing = first - last - 1;
  const isUsual = market === 'futures_um' && dataType === 'trades' && missing > 0 && missing <= FEW_IDS;
  return isUsual ? 0 : missing;
}

function missingSteps(interval: string | null, last: number, first: number): number {
  const step = (intervalSeconds(interval ?? '') ?? 0) * SECOND;
  if (step === 0 || step > DAY) return 0;
  return Math.max(0, Math.floor(first / step) - Math.floor(last / step) - 1);
}
