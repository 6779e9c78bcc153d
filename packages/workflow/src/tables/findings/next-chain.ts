import { addDays, dayText, formatSeries, isMonth, nextMonth } from '@tapehaul/archive';
import type { Catalog, PartitionRecord } from '@tapehaul/catalog';
import type { BuiltPartition } from '@tapehaul/lake';
import { chainBreak, partitionPath, type RowFinding, rowRule } from '@tapehaul/tables';
import type { FindingCount } from '../../events/table-events.ts';
import { findingsOfPartitions } from './findings-of-partitions.ts';

/** What is missing between a partition and the next one, and what was recorded of it before. */
export interface NextChain {
  /** The partition of the next period. */
  readonly next: PartitionRecord;
  /** All of its findings by now. */
  readonly findings: readonly RowFinding[];
  /** How its findings of the rule have changed. */
  readonly change: FindingCount;
}

/**
 * The partition after one that was built, where what is missing between both is not as it is recorded: it was built before, or at the
 * same time. Undefined where that is as recorded, or no such partition exists.
 */
export async function nextChain(
  catalog: Pick<Catalog, 'findPartition' | 'findings'>,
  built: Pick<BuiltPartition, 'series' | 'period' | 'firstTime' | 'lastTime' | 'firstId' | 'lastId'>,
): Promise<NextChain | undefined> {
  const { series, period } = built;
  const after = isMonth(period) ? nextMonth(period) : addDays(period, 1);
  const next = await catalog.findPartition(partitionPath({ series, period: after }));
  if (next === undefined || next.firstTime === null) return undefined;
  const broken = chainBreak(series, built, next);
  const day = dayText(Math.floor(next.firstTime / DAY));
  const query = { prefix: formatSeries(series), symbols: [series.symbol], rule: CHAIN, from: day, to: day };
  const former = (await catalog.findings(query)).rows.filter(({ path }) => path === next.path);
  const count = (broken?.count ?? 0) - former.reduce((sum, one) => sum + one.count, 0);
  const findings = (broken === null ? 0 : 1) - former.length;
  if (count === 0 && findings === 0) return undefined;
  const known = (await findingsOfPartitions(catalog, series, new Set([next.path]))).get(next.path) ?? [];
  const others = known.filter(({ rule }) => rule !== CHAIN);
  const { severity } = rowRule(CHAIN);
  return {
    next,
    findings: broken === null ? others : [...others, broken].sort(byDay),
    change: { rule: CHAIN, severity, findings, count },
  };
}

const CHAIN = 'chain_break';
/** Microseconds of a day. */
const DAY = 86_400_000_000;

function byDay(one: RowFinding, other: RowFinding): number {
  if (one.day === other.day) return 0;
  return one.day < other.day ? -1 : 1;
}
