import { type ArchiveObject, formatKey, formatSeries, knownSeries } from '@tapehaul/archive';
import type { Catalog, PartitionRecord } from '@tapehaul/catalog';
import { FAILED_STATES, isFinal } from '@tapehaul/orchestrator';
import { partitionOf, partitionPath, type RowFinding, rowRule } from '@tapehaul/tables';
import type { FindingCount } from '../../events/table-events.ts';
import type { BrokenSources } from '../broken/broken-sources.ts';
import { findingsOfPartitions } from '../findings/findings-of-partitions.ts';
import type { MonthToCompare } from './months-to-compare.ts';
import { DAYS_ABSENT, uncomparedDays } from './uncompared-days.ts';

/**
 * Records of each partition of these months which days were requested and are not in the archive, as a finding of it: it is not requested
 * again until the partition is built from other files. A month of which a day failed is left out, so that it is requested again. Gives what
 * it added.
 */
export async function noteRequestedDays(
  catalog: Catalog,
  runId: string,
  months: readonly MonthToCompare[],
  broken: Pick<BrokenSources, 'requestedDays'>,
): Promise<FindingCount> {
  const { name: rule, severity } = rowRule(DAYS_ABSENT);
  let [findings, count] = [0, 0];
  for (const ofSeries of Map.groupBy(months, ({ month }) => formatSeries(month)).values()) {
    const absent = new Map<string, string[]>();
    for (const { month, days } of ofSeries) {
      if (await hasFailed(catalog, runId, month, days)) continue;
      broken.requestedDays(formatKey(month));
      const series = knownSeries(month);
      for (const day of series === undefined ? [] : await uncomparedDays(catalog, series, days)) {
        const path = partitionPath(partitionOf(month, day));
        absent.set(path, [...(absent.get(path) ?? []), day]);
      }
    }
    await record(catalog, runId, ofSeries[0]?.month, absent);
    findings += absent.size;
    for (const days of absent.values()) count += days.length;
  }
  await catalog.settled();
  return { rule, severity, findings, count };
}

/** Whether the file of a day could not be fetched, or was not tried. */
async function hasFailed(
  catalog: Catalog,
  runId: string,
  month: ArchiveObject,
  days: readonly string[],
): Promise<boolean> {
  for (const period of days) {
    const task = await catalog.task(runId, formatKey({ ...month, partition: 'daily', period }));
    if (task !== undefined && (!isFinal(task.state) || FAILED_STATES.some((state) => state === task.state)))
      return true;
  }
  return false;
}

/** Adds a finding to each of these partitions of a series. */
async function record(
  catalog: Catalog,
  runId: string,
  series: ArchiveObject | undefined,
  absent: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (series === undefined || absent.size === 0) return;
  const known = await findingsOfPartitions(catalog, series, new Set(absent.keys()));
  for (const [path, days] of absent) {
    const partition: PartitionRecord | undefined = await catalog.findPartition(path);
    const [day] = days;
    if (partition === undefined || day === undefined) continue;
    const { name: rule, severity } = rowRule(DAYS_ABSENT);
    const finding: RowFinding = {
      ...{ rule, severity, day, source: null, first: null, last: null },
      ...{ count: days.length, sample: null },
    };
    const others = (known.get(path) ?? []).filter((one) => one.rule !== rule);
    catalog.recordPartition({ ...partition, runId }, inOrder([...others, finding]));
  }
}

function inOrder(findings: readonly RowFinding[]): readonly RowFinding[] {
  return findings.toSorted((one, other) => (one.day === other.day ? 0 : one.day < other.day ? -1 : 1));
}
