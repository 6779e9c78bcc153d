import { formatSeries } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import type { BuiltPartition, CheckedPartition } from '@tapehaul/lake';
import type { TableEvent } from '../events/table-events.ts';
import { FindingCounts } from './findings/finding-counts.ts';

/** A partition as it is recorded. The time is in milliseconds since 1970 UTC. */
export function partitionRecord(partition: BuiltPartition, runId: string, builtAt: number): PartitionRecord {
  const { findings: _, duplicates: duplicatesDropped, inexact: inexactValues, ...built } = partition;
  return { ...built, duplicatesDropped, inexactValues, builtAt, runId };
}

/** A partition as an event; `file` is what was written, null where rows were only checked. */
export function tableEvent(
  { path, series, period, rows, duplicates, inexact, sources, findings }: CheckedPartition,
  file: Pick<BuiltPartition, 'bytes' | 'sha256'> | null,
): TableEvent {
  return {
    kind: 'table',
    path,
    series: formatSeries(series),
    period,
    rows,
    bytes: file?.bytes ?? null,
    sha256: file?.sha256 ?? null,
    duplicates,
    inexact_values: inexact,
    sources: sources.map(({ key, rows: taken }) => ({ key, rows: taken })),
    findings: FindingCounts.of(findings),
  };
}
